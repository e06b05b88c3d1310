import fc from "fast-check";
import type { TransactionOptions } from "#infrastructure/shared/database/data-source.ts";
import type { Fault } from "#test/support/proxy.ts";

export type Step =
  | { readonly kind: "transfer"; readonly awaited: boolean; readonly source: number; readonly target: number }
  /** Reads a balance and writes the new one: another's change in between must not get lost. */
  | { readonly kind: "read, then write"; readonly source: number; readonly target: number }
  | { readonly kind: "pause"; readonly milliseconds: number }
  | { readonly kind: "server sleeps"; readonly milliseconds: number }
  /** A statement that PostgreSQL refuses. */
  | { readonly kind: "refused"; readonly caught: boolean }
  | {
      readonly kind: "part";
      readonly savepoint: boolean;
      readonly steps: readonly Step[];
      readonly commitsWith: boolean;
      readonly throws: boolean;
      readonly caught: boolean;
    };

/** One caller of the `DataSource`. Times are in milliseconds. */
export interface Work {
  readonly startsAfter: number;
  /** false: each statement for itself, on one connection. */
  readonly transaction: boolean;
  readonly options: TransactionOptions;
  readonly abortsAfter: number | undefined;
  readonly steps: readonly Step[];
  /** The last writes travel with COMMIT. */
  readonly commitsWith: boolean;
  readonly throws: boolean;
}

/** Something that goes wrong; `which` chooses among the connections, from 0 to 1. */
export interface Trouble {
  readonly after: number;
  readonly kind:
    | { readonly what: "terminate" | "cancel"; readonly which: number }
    | { readonly what: "connection"; readonly fault: Fault; readonly which: number }
    | { readonly what: "at COMMIT"; readonly fault: Exclude<Fault, "stall"> }
    | { readonly what: "stall"; readonly which: number; readonly lasts: number; readonly ends: "resume" | "cut" }
    | { readonly what: "refuse connections"; readonly lasts: number };
}

/** A schedule: what a small pool is used for at once, and what happens meanwhile. */
export interface Plan {
  readonly size: number;
  readonly acquireTimeout: number;
  readonly works: readonly Work[];
  readonly troubles: readonly Trouble[];
}

export const accounts = 6;

const account = fc.nat(accounts - 1);
const between = (min: number, max: number) => fc.integer({ min, max });
const rarely = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const oneIn = (n: number) => fc.nat(n - 1).map((number) => number === 0);
const which = fc.nat(999).map((thousandths) => thousandths / 1000);

const leaf: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("transfer"), awaited: fc.boolean(), source: account, target: account }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("read, then write"), source: account, target: account }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("pause"), milliseconds: fc.nat(15) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("server sleeps"), milliseconds: fc.constantFrom(1, 10, 120) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("refused"), caught: fc.boolean() }) },
);

const partOf = (step: fc.Arbitrary<Step>): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constant("part"),
    savepoint: fc.boolean(),
    steps: fc.array(step, { minLength: 1, maxLength: 3 }),
    commitsWith: oneIn(3),
    throws: oneIn(3),
    caught: fc.boolean(),
  });

const step = fc.oneof(
  { weight: 5, arbitrary: leaf },
  { weight: 1, arbitrary: partOf(fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: partOf(leaf) })) },
);

const work: fc.Arbitrary<Work> = fc.record({
  startsAfter: fc.nat(60),
  transaction: fc.nat(3).map((number) => number > 0),
  options: fc
    .record({
      isolation: fc.constantFrom("read committed", "read committed", "repeatable read", "serializable"),
      statementTimeout: rarely(between(5, 50)),
      lockTimeout: rarely(between(5, 50)),
      transactionTimeout: rarely(between(20, 100)),
    })
    .map((options) => withoutUndefined(options)),
  abortsAfter: rarely(fc.nat(80)),
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  commitsWith: oneIn(2),
  throws: oneIn(8),
});

const fault = fc.constantFrom("cut", "cut in the middle", "cut answer", "cut answer in the middle", "half-close");

const trouble: fc.Arbitrary<Trouble> = fc.record({
  after: fc.nat(100),
  kind: fc.oneof(
    fc.record({ what: fc.constantFrom("terminate", "terminate", "cancel"), which }),
    fc.record({ what: fc.constant("connection"), fault, which }),
    fc.record({ what: fc.constant("at COMMIT"), fault }),
    fc.record({
      what: fc.constant("stall"),
      which,
      lasts: between(10, 150),
      ends: fc.constantFrom("resume", "cut"),
    }),
    fc.record({ what: fc.constant("refuse connections"), lasts: between(1, 10) }),
  ),
});

const plan: fc.Arbitrary<Plan> = fc.record({
  size: between(1, 4),
  acquireTimeout: fc.constantFrom(30, 2_000, 2_000, 2_000, 2_000),
  works: fc.array(work, { minLength: 4, maxLength: 12 }),
  troubles: fc.array(trouble, { minLength: 1, maxLength: 6 }),
});

/** The plan of this seed, always the same. */
export function planOf(seed: number): Plan {
  const [made] = fc.sample(fc.noBias(plan), { numRuns: 1, seed });
  if (made === undefined) throw new Error(`fast-check made no plan of the seed ${seed}.`);
  return made;
}

function withoutUndefined(options: {
  readonly [Name in keyof TransactionOptions]: TransactionOptions[Name] | undefined;
}) {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as TransactionOptions;
}

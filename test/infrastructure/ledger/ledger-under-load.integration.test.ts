import type pg from "pg";
import fc from "fast-check";
import { describe, expect } from "vitest";
import type { MoneyMove } from "#application/ledger/move-money.ts";
import type { TransferReceipt } from "#application/ledger/transfer-order.ts";
import type { AccountId } from "#domain/ledger/account.ts";
import { DomainError } from "#domain/shared/domain-error.ts";
import { Money } from "#domain/shared/money.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { DatabaseError, TransactionConflict } from "#infrastructure/shared/database/errors.ts";
import { test as base } from "#test/support/fixtures.ts";
import { killBackend } from "#test/support/kill-backend.ts";
import { readBooks } from "#test/support/ledger/books.ts";
import { postgresAdapters } from "#test/support/ledger/postgres-adapters.ts";
import { owner, testLedger } from "#test/support/ledger/test-ledger.ts";
import { patience } from "#test/support/patience.ts";

const workers = 16;
const operations = 320;

/** The use cases of the ledger, and how often a transaction had to run again. */
const test = base.extend("counted", async ({ db }, { onCleanup }) => {
  const counted = { retries: 0 };
  const source = createDataSource({
    url: db.url,
    size: workers,
    ...patience,
    observer: { statementStarted: () => () => undefined, transactionRetried: () => void counted.retries++ },
  });
  onCleanup(() => source.close());
  return { ...testLedger(postgresAdapters(source)), counted };
});

const account = fc.integer({ min: 0, max: 3 });
const amount = fc.integer({ min: 1, max: 6_000 }).map((cents) => (cents / 100).toFixed(2));
const operation = fc.oneof(
  fc.record({ what: fc.constantFrom("depositMoney" as const, "withdrawMoney" as const), account, amount }),
  { weight: 3, arbitrary: fc.record({ what: fc.constant("transfer" as const), account, other: account, amount }) },
);

interface Load {
  readonly ledger: ReturnType<typeof testLedger>["ledger"];
  readonly transferMoney: "transferMoney" | "transferMoneySerializable";
  readonly accounts: readonly AccountId[];
  readonly seed: number;
  /** After each operation. */
  readonly afterEach?: (count: number) => Promise<void>;
}

/** Lets all workers move money at random. Whatever the database's trouble, each tries again with the same key until it is answered. */
async function underLoad({ ledger, transferMoney, accounts, seed, afterEach }: Load) {
  const todo = fc.sample(operation, { numRuns: operations, seed }).map((given, n) => ({ ...given, key: `load ${n}` }));
  const moves: (MoneyMove & { readonly key: string; readonly what: "depositMoney" | "withdrawMoney" })[] = [];
  const transfers: (TransferReceipt & { readonly key: string })[] = [];
  const refused: string[] = [];
  const troubles: DatabaseError[] = [];
  let count = 0;

  async function perform(given: (typeof todo)[number]): Promise<void> {
    const { key, amount: text } = given;
    const common = { ownerId: owner, amount: text, idempotencyKey: key };
    if (given.what === "transfer") {
      const [fromAccountId, toAccountId] = [accounts[given.account]!, accounts[given.other]!];
      transfers.push({
        key,
        ...(await ledger[transferMoney]({ ...common, fromAccountId, toAccountId, reference: null })),
      });
    } else {
      const { what } = given;
      moves.push({ key, what, ...(await ledger[what]({ ...common, accountId: accounts[given.account]! })) });
    }
  }

  async function work(): Promise<void> {
    for (let given = todo.shift(); given !== undefined;) {
      try {
        await perform(given);
      } catch (error) {
        if (error instanceof DatabaseError && troubles.push(error) < 500) continue;
        if (!(error instanceof DomainError)) throw error;
        refused.push(given.key);
      }
      await afterEach?.(++count);
      given = todo.shift();
    }
  }
  await Promise.all(Array.from({ length: workers }, work));
  return { moves, transfers, refused, troubles };
}

type Outcome = Awaited<ReturnType<typeof underLoad>>;

/** What the books must say when exactly what was accepted has been done. */
function booksOf({ moves, transfers }: Outcome, opening: readonly MoneyMove[]) {
  const signed = [...opening.map((move) => ({ ...move, what: "depositMoney" as const })), ...moves].map((move) => ({
    ...move,
    amount: `${move.what === "withdrawMoney" ? "-" : ""}${move.amount}`,
  }));
  const byAccount = (one: MoneyMove, other: MoneyMove) =>
    one.accountId < other.accountId ? -1 : one.accountId > other.accountId ? 1 : one.entryNumber - other.entryNumber;
  return {
    faults: [],
    total: Money.sum(signed.map((move) => Money.parse(move.amount))).toString(),
    keys: [...opening.map((_, n) => `opening ${n}`), ...[...moves, ...transfers].map(({ key }) => key)].toSorted(),
    transfers: transfers.map(({ id }) => id).toSorted(),
    moves: signed.toSorted(byAccount).map((move) => `${move.accountId} ${move.entryNumber} ${move.amount}`),
  };
}

describe.each(["transferMoney", "transferMoneySerializable"] as const)(
  "sixteen who move money at random, by %s",
  (transferMoney) => {
    async function open({ ledger }: ReturnType<typeof testLedger>) {
      const accounts: AccountId[] = [];
      const opening: MoneyMove[] = [];
      for (let n = 0; n < 4; n++) {
        const { id } = await ledger.openAccount(owner, "EUR");
        accounts.push(id);
        const command = { ownerId: owner, accountId: id, amount: "100.00", idempotencyKey: `opening ${n}` };
        opening.push(await ledger.depositMoney(command));
      }
      return { accounts, opening };
    }

    test("lose nothing and make nothing", async ({ db, counted }) => {
      const { accounts, opening } = await open(counted);
      const outcome = await underLoad({ ledger: counted.ledger, transferMoney, accounts, seed: 1 });
      expect(await readBooks(db.dataSource)).toEqual(booksOf(outcome, opening));
      // At SERIALIZABLE, others may have been faster in all attempts, and the caller tries again.
      const mayConflict = transferMoney === "transferMoneySerializable";
      expect(outcome.troubles.filter((error) => !(mayConflict && error instanceof TransactionConflict))).toEqual([]);
      expect(outcome.refused.length, "some were refused").toBeGreaterThan(10);
      expect(outcome.transfers.length, "some were accepted").toBeGreaterThan(50);
      // With both locked in one order nobody ever has to run again; at SERIALIZABLE that is how it works.
      expect(counted.counted.retries > 0, "some ran again").toBe(transferMoney === "transferMoneySerializable");
    });

    test("lose nothing and make nothing while backends are killed", async ({ admin, db, counted }) => {
      const { accounts, opening } = await open(counted);
      const afterEach = async (count: number) => {
        if (count % 10 === 0) await killOne(admin, db.name, count);
      };
      const outcome = await underLoad({ ledger: counted.ledger, transferMoney, accounts, seed: 2, afterEach });
      expect(await readBooks(db.dataSource)).toEqual(booksOf(outcome, opening));
      expect(outcome.troubles, "some lost their connection").not.toEqual([]);
    });
  },
);

/** One that is in a transaction. */
async function killOne(admin: pg.Client, database: string, count: number): Promise<void> {
  const { rows } = await admin.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND xact_start IS NOT NULL ORDER BY pid",
    [database],
  );
  const victim = rows[count % (rows.length || 1)];
  if (victim !== undefined) await killBackend(admin, victim.pid);
}

import type postgres from "postgres";

/** An answer as postgres.js gives it: the rows, with what the server said at their end. */
export type DriverAnswer = postgres.RowList<postgres.Row[]>;

interface DriverStatement {
  readonly types: number[];
}

interface Parts {
  readonly text: string;
  /** The values as text; none where the text is sent as a simple query. */
  readonly parameters?: (string | null)[];
  /** The type OID of each. */
  readonly types?: readonly number[];
  readonly how: "simple" | "prepared" | "unnamed";
  /** Don't run it again when PostgreSQL says that its plan is out of date. */
  readonly once: boolean;
  /** Called with the error as soon as it is known: `answer` rejects only after later queries may have been answered. */
  readonly failedAtOnce?: ((error: Error) => void) | undefined;
}

const none: never[] = [];
const options = {
  simple: { simple: true, prepare: false },
  prepared: { simple: false, prepare: true },
  unnamed: { simple: false, prepare: false },
};

/**
 * A query in the shape that the connections of postgres.js 3.4.9 work on, in place of the driver's own class. That one is
 * a promise which starts a microtask late, puts its text and the key of its statement together each time, and waits for
 * PostgreSQL's description of a new statement before it binds the first values. A compiled statement needs none of it:
 * its text and its types are known, and its values are text.
 */
export class DriverQuery {
  readonly answer: Promise<DriverAnswer>;
  readonly strings: readonly string[];
  readonly parameters: (string | null)[];
  readonly options: { readonly simple: boolean; readonly prepare: boolean };
  /** So that the driver takes `strings` as they are. */
  readonly tagged = true;
  readonly args: readonly unknown[] = none;
  readonly origin = "";
  readonly #types: readonly number[];
  readonly #once: boolean;
  readonly #failedAtOnce: ((error: Error) => void) | undefined;
  readonly #unsettled: UnsettledQueries;
  /** Its place among the unsettled. */
  place = 0;
  #resolve!: (answer: DriverAnswer) => void;
  #reject!: (error: Error) => void;
  #statement: DriverStatement | undefined;
  #retried: Error | undefined;
  // The driver's own notes: here, so that each query has one shape from the start.
  state: unknown = null;
  active = false;
  cancelled: unknown = null;
  prepare = false;
  prepared = false;
  parsing = false;
  string = "";
  signature: unknown = "";
  onlyDescribe: unknown = undefined;
  describeFirst: unknown = undefined;

  /** @param unsettled holds the query until it is answered */
  constructor({ text, parameters = none, types = none, how, once, failedAtOnce }: Parts, unsettled: UnsettledQueries) {
    this.strings = [text];
    this.parameters = parameters;
    this.options = options[how];
    this.#types = types;
    this.#once = once;
    this.#failedAtOnce = failedAtOnce;
    this.#unsettled = unsettled;
    unsettled.add(this);
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  resolve(answer: DriverAnswer): void {
    this.#unsettled.delete(this);
    this.#resolve(answer);
  }

  reject(error: Error): void {
    this.#unsettled.delete(this);
    this.#failedAtOnce?.(error);
    this.#reject(error);
  }

  get statement(): DriverStatement | undefined {
    return this.#statement;
  }

  /** The driver guesses no types where it finds no arguments: a new statement gets those that were compiled. */
  set statement(statement: DriverStatement) {
    if (statement.types.length === 0) statement.types.push(...this.#types);
    this.#statement = statement;
  }

  get retried(): Error | undefined {
    return this.#retried;
  }

  /**
   * The driver sends a statement again when its plan is out of date: after what was sent since, COMMIT too, so that one of
   * a transaction would run alone. Setting this is how it begins to, and it leaves out what is cancelled.
   */
  set retried(error: Error) {
    this.#retried = error;
    if (!this.#once) return;
    this.cancelled = true;
    this.reject(Object.assign(error, { planIsOutdated: true }));
  }
}

/**
 * The queries of a connection that have no answer yet. Not a Set: V8 gives one that changes all the time a new table again
 * and again, and the old tables keep what was in them from the young generation's garbage collection.
 */
export class UnsettledQueries {
  readonly #queries: DriverQuery[] = [];

  get size(): number {
    return this.#queries.length;
  }

  add(query: DriverQuery): void {
    query.place = this.#queries.push(query) - 1;
  }

  delete(query: DriverQuery): void {
    if (this.#queries[query.place] !== query) return;
    const last = this.#queries.pop();
    if (last === undefined || last === query) return;
    this.#queries[query.place] = last;
    last.place = query.place;
  }

  rejectAll(error: Error): void {
    for (const query of [...this.#queries]) query.reject(error);
  }
}

/** The rows in an array of their own, and how many were returned or touched. */
export function toResult(answer: DriverAnswer): { rows: object[]; count: number } {
  const rows: object[] = [];
  // A copy costs less than what the driver's kind of array costs those who use it.
  for (const row of answer) rows.push(row);
  // null, whatever the driver's type says, where the command doesn't count, as for SET.
  const count = answer.count as number | null;
  return { rows, count: count ?? rows.length };
}

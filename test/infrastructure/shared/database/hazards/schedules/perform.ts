import { setTimeout as pause } from "node:timers/promises";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import type { Connection, Transaction } from "#infrastructure/shared/database/statement.ts";
import { Planned, type Told } from "./check.ts";
import {
  add,
  type Entry,
  lockBalance,
  readBalance,
  refused,
  setBalance,
  sleep,
  transferAtOnce,
  writeEntry,
} from "./ledger.ts";
import type { Step, Work } from "./plan.ts";

type Steps = Pick<Work, "steps" | "commitsWith" | "throws">;

type Between = Pick<Entry, "source" | "target">;

/** Does the works of a plan and writes down what each was told. */
export class Performance {
  readonly told: Told[] = [];
  /** The works that have not ended yet. */
  readonly running = new Set<number>();
  readonly #source: DataSource;
  #entries = 0;

  constructor(source: DataSource) {
    this.#source = source;
  }

  /** Does a work and settles with its end; never rejects. */
  async perform(work: Work, number: number): Promise<void> {
    this.running.add(number);
    await pause(work.startsAfter);
    const { abortsAfter } = work;
    const options = { ...work.options, ...(abortsAfter !== undefined && { signal: AbortSignal.timeout(abortsAfter) }) };
    if (work.transaction) await this.#transaction(number, work, options);
    else
      await this.#source
        .withConnection((connection) => this.#alone(number, connection, work), options)
        .catch(() => undefined);
    this.running.delete(number);
  }

  async #transaction(work: number, steps: Steps, options: Work["options"]): Promise<void> {
    const written: Entry[] = [];
    const result = this.#source.withTransaction((transaction) => {
      // It may be a second attempt: what the first wrote must not be found.
      written.length = 0;
      return this.#together(transaction, steps, written, options.isolation);
    }, options);
    await this.#tell(work, written, result);
  }

  /** Statements of which each is a unit of work. */
  async #alone(work: number, connection: Connection, { steps }: Steps): Promise<void> {
    for (const step of steps) {
      if (step.kind === "part") await this.#transaction(work, step, {});
      else if (step.kind === "pause") await pause(step.milliseconds);
      else if (step.kind === "server sleeps") await sleep(connection, step).catch(() => undefined);
      else if (step.kind === "refused") await refused(connection).catch(() => undefined);
      else {
        const entry = this.#entryOf(step);
        const answer = this.#tell(work, [entry], transferAtOnce(connection, entry));
        if (step.kind === "transfer" && step.awaited) await answer;
      }
    }
  }

  /** Steps of which all or none are to be done. */
  async #together(
    connection: Transaction,
    { steps, commitsWith, throws }: Steps,
    written: Entry[],
    isolation: Work["options"]["isolation"],
  ): Promise<void> {
    for (const step of steps) {
      if (step.kind === "pause") await pause(step.milliseconds);
      else if (step.kind === "server sleeps") await sleep(connection, step);
      else if (step.kind === "refused") await refused(connection).catch(unless(step.caught));
      else if (step.kind === "part") await this.#part(step, written, isolation).catch(unless(step.caught));
      else if (step.kind === "transfer") {
        const answers = Promise.all(this.#transfer(connection, step, written));
        if (step.awaited) await answers;
        else answers.catch(() => undefined);
      } else await this.#readThenWrite(connection, step, written, isolation);
    }
    if (commitsWith) connection.commitWith(this.#transfer(connection, { source: 0, target: 1 }, written));
    if (throws) throw new Planned("planned");
  }

  #transfer(connection: Connection, between: Between, written: Entry[]): Promise<number>[] {
    const entry = this.#entryOf(between);
    written.push(entry);
    return [
      writeEntry(connection, entry),
      add(connection, { account: entry.source, amount: -entry.amount }),
      add(connection, { account: entry.target, amount: entry.amount }),
    ];
  }

  async #part(
    step: Step & { readonly kind: "part" },
    written: Entry[],
    isolation: Work["options"]["isolation"],
  ): Promise<void> {
    const own: Entry[] = [];
    await this.#source.withTransaction((part) => this.#together(part, step, own, isolation), {
      savepoint: step.savepoint,
    });
    written.push(...own);
  }

  async #readThenWrite(
    connection: Connection,
    step: Between,
    written: Entry[],
    isolation: Work["options"]["isolation"],
  ): Promise<void> {
    const entry = this.#entryOf(step);
    // The isolation levels above read committed find out by themselves that somebody was in between.
    const read = isolation === "repeatable read" || isolation === "serializable" ? readBalance : lockBalance;
    written.push(entry);
    for (const [account, change] of [
      [entry.source, -entry.amount],
      [entry.target, entry.amount],
    ] as const) {
      const { balance } = await read(connection, { account });
      await setBalance(connection, { account, balance: balance + change });
    }
    await writeEntry(connection, entry);
  }

  #entryOf({ source, target }: Between): Entry {
    const entry = ++this.#entries;
    return { entry, source, target, amount: 1 + (entry % 10) };
  }

  async #tell(work: number, written: readonly Entry[], result: Promise<unknown>): Promise<void> {
    try {
      await result;
      this.told.push({ work, outcome: "committed", entries: [...written] });
    } catch (error) {
      const outcome = error instanceof OutcomeUnknown ? "unknown" : "failed";
      this.told.push({ work, outcome, entries: [...written], error });
    }
  }
}

const unless = (caught: boolean) => (error: unknown) => {
  if (!caught) throw error;
};

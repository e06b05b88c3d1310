import type pg from "pg";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { createTestDatabase, dropTestDatabase, withDatabase } from "./test-database.ts";
import { keepTestDatabase } from "./test-run.ts";

export interface TestDatabase {
  readonly name: string;
  readonly url: string;
}

/** What the pool copies: the migrated template, or nothing. */
export type Kind = "migrated" | "empty";

/** The databases of a test file: while a test runs, the next one is made and those of earlier tests are dropped. */
export class DatabasePool {
  readonly #options: { readonly adminUrl: string; readonly prefix: string; readonly template: string };
  readonly #ahead = new Map<Kind, Promise<string>>();
  readonly #drops = new Set<Promise<void>>();
  #admin: Promise<pg.Client> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: { readonly adminUrl: string; readonly prefix: string; readonly template: string }) {
    this.#options = options;
  }

  /** Begins to make a database that the next `take` of its kind gets. */
  prefetch(kind: Kind): void {
    if (this.#ahead.has(kind)) return;
    const created = this.#create(kind);
    // Whoever takes it hears of a failure.
    created.catch(() => {});
    this.#ahead.set(kind, created);
  }

  async take(kind: Kind): Promise<TestDatabase> {
    const ahead = this.#ahead.get(kind);
    this.#ahead.delete(kind);
    const name = await (ahead ?? this.#create(kind));
    return { name, url: withDatabase(this.#options.adminUrl, name) };
  }

  /** Drops it behind the caller's back; `close` waits for it. */
  drop({ name }: TestDatabase): void {
    this.#dropLater(Promise.resolve(name));
  }

  /** Keeps it after the end of the run, and says how to look into it; drops it where `CI` is set, and nobody can. */
  async keep(database: TestDatabase, test: string): Promise<void> {
    if (process.env["CI"]) return this.drop(database);
    await this.#run((admin) => keepTestDatabase(admin, database.name, test));
    console.error(`The database of "${test}" is kept. Look into it: psql ${database.url}`);
  }

  /** Waits until what was begun in the background is done. @throws Error of the first drop that failed */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#ahead.values());
    const results = await Promise.allSettled(this.#drops);
    this.#drops.clear();
    for (const result of results) if (result.status === "rejected") throw result.reason as Error;
  }

  /** Drops what nobody has taken, and ends the connection. @throws as `idle` does */
  async close(): Promise<void> {
    for (const created of this.#ahead.values()) this.#dropLater(created);
    this.#ahead.clear();
    try {
      await this.idle();
    } finally {
      await (await this.#admin)?.end();
    }
  }

  #create(kind: Kind): Promise<string> {
    const { prefix, template } = this.#options;
    return this.#run((admin) => createTestDatabase(admin, prefix, kind === "migrated" ? template : undefined));
  }

  #dropLater(name: Promise<string>): void {
    const drop = name.then(
      (known) => this.#run((admin) => dropTestDatabase(admin, known)),
      () => {},
    );
    // Heard of at the end.
    drop.catch(() => {});
    this.#drops.add(drop);
  }

  /** One after the other, on one connection: on more, the files' pools only take the processors from each other. */
  #run<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
    this.#admin ??= connectPlainly(this.#options.adminUrl, "plinth tests");
    const done = Promise.all([this.#admin, this.#last.catch(() => {})]).then(([admin]) => work(admin));
    this.#last = done;
    return done;
  }
}

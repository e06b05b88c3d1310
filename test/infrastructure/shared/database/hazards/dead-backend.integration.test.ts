import { describe, expect } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { DatabaseError, OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { eventually } from "#test/support/eventually.ts";
import { killBackend } from "#test/support/kill-backend.ts";
import { thrownBy } from "#test/support/thrown-by.ts";
import { test as base } from "./bare-driver.ts";

const test = base.extend("source", async ({ connect }) => {
  const source = connect({ size: 1, acquireTimeout: 30_000 });
  await source.withConnection((connection) => run(connection, "CREATE TABLE things (work int, step int)"));
  return source;
});

const insert = (work: number, step: number) => `INSERT INTO things VALUES (${work}, ${step})`;
const turnOfTheEventLoop = () => new Promise(setImmediate);

/** The works of which `steps` rows are stored. */
const worksOf = async (source: DataSource, steps: number): Promise<number[]> => {
  const text = `SELECT array_agg(work ORDER BY work) FROM (SELECT work FROM things GROUP BY work HAVING count(*) = ${steps}) AS t`;
  return ((await source.withConnection((connection) => valueOf(connection, text))) as number[] | null) ?? [];
};

describe("with the bare driver, a backend that dies between two statements of a transaction", () => {
  test("lets the next run inside another one, and commits that while it rolls back", async ({
    bare,
    admin,
    source,
  }) => {
    const sql = bare({ max: 1 });
    const otherIsInside = Promise.withResolvers<void>();
    const victimHasCommitted = Promise.withResolvers<void>();
    const victim = sql.begin(async (transaction) => {
      await transaction`INSERT INTO things VALUES (1, 1)`;
      const [row] = await transaction<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await killBackend(admin, row?.pid ?? 0);
      await otherIsInside.promise;
      await transaction`INSERT INTO things VALUES (1, 2)`;
      // The driver's COMMIT follows.
      setTimeout(victimHasCommitted.resolve, 50);
    });
    const other = sql.begin(async (transaction) => {
      await transaction`INSERT INTO things VALUES (2, 1)`;
      otherIsInside.resolve();
      await victimHasCommitted.promise;
      throw new Error("rolled back");
    });
    expect(await thrownBy(victim)).toMatchObject({ code: "CONNECTION_CLOSED" });
    await expect(other).rejects.toThrow("rolled back");
    const rows = await source.withConnection((connection) => run(connection, "SELECT work, step FROM things"));
    expect(rows).toEqual([
      { work: 2, step: 1 },
      { work: 1, step: 2 },
    ]);
  });

  test("lets the next run alone, and commits that half", async ({ bare, admin, source }) => {
    const sql = bare({ max: 1 });
    const halfIsDone = Promise.withResolvers<void>();
    const victim = sql.begin(async (transaction) => {
      await transaction`INSERT INTO things VALUES (1, 1)`;
      const [row] = await transaction<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await killBackend(admin, row?.pid ?? 0);
      await sql`SELECT 'the driver has connected again'`;
      await transaction`INSERT INTO things VALUES (1, 2)`;
      halfIsDone.resolve();
    });
    expect(await thrownBy(victim)).toMatchObject({ code: "CONNECTION_CLOSED" });
    await halfIsDone.promise;
    expect(await source.withConnection((connection) => run(connection, "SELECT work, step FROM things"))).toEqual([
      { work: 1, step: 2 },
    ]);
  });
});

describe("a backend that dies between two statements of a transaction", () => {
  // How many turns of the event loop pass until the next statement: before, while and after the news of the death arrive.
  test.for([0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 21, 27, 34, 55])(
    "never lets the next, %i turns later, run elsewhere or alone",
    async (turns, { source, admin }) => {
      const victim = source.withTransaction(async (transaction) => {
        await run(transaction, insert(1, 1));
        const pid = await valueOf(transaction, "SELECT pg_backend_pid()");
        const killed = admin.query("SELECT pg_terminate_backend($1)", [pid]);
        for (let turn = 0; turn < turns; turn++) await turnOfTheEventLoop();
        await run(transaction, insert(1, 2)).catch(() => undefined);
        await killed;
        for (const step of [3, 4, 5]) {
          await turnOfTheEventLoop();
          await run(transaction, insert(1, step)).catch(() => undefined);
        }
      });
      // Waits for the only connection, gets the one that replaces it, and rolls back.
      const rollingBack = thrownBy(
        source.withTransaction(async (transaction) => {
          await run(transaction, insert(2, 1));
          for (let turn = 0; turn < 10; turn++) await turnOfTheEventLoop();
          await run(transaction, insert(2, 2));
          throw new Error("rolled back");
        }),
      );
      await expect(victim).rejects.toThrow(DatabaseError);
      expect(await rollingBack).toMatchObject({ message: "rolled back" });
      const rows = await source.withConnection((connection) => run(connection, "SELECT work, step FROM things"));
      expect(rows).toEqual([]);
    },
  );

  test("never lets the next run inside the one that took its place", async ({ source, admin }) => {
    const victimIsOver = Promise.withResolvers<void>();
    const victim = source.withTransaction(async (transaction) => {
      await run(transaction, insert(1, 1));
      await killBackend(admin, Number(await valueOf(transaction, "SELECT pg_backend_pid()")));
      await run(transaction, insert(1, 2));
    });
    const late = thrownBy(victim).finally(victimIsOver.resolve);
    const other = source.withTransaction(async (transaction) => {
      await run(transaction, insert(2, 1));
      await victimIsOver.promise;
      throw new Error("rolled back");
    });
    await expect(other).rejects.toThrow("rolled back");
    expect(await late).toBeInstanceOf(DatabaseError);
    expect(await source.withConnection((connection) => run(connection, "SELECT work, step FROM things"))).toEqual([]);
  });

  test("leaves every transaction whole or absent, and says which", async ({
    source,
    connect,
    admin,
    emptyDatabase,
  }) => {
    const busy = connect({ size: 6, acquireTimeout: 10_000 });
    const works = Array.from({ length: 150 }, (_, work) =>
      busy.withTransaction(async (transaction) => {
        for (const step of [1, 2, 3]) await run(transaction, insert(work, step));
      }),
    );
    const progress = { settled: false };
    const outcomes = Promise.allSettled(works).finally(() => (progress.settled = true));
    let kills = 0;
    while (!progress.settled) {
      const { rowCount } = await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = $1 AND pid <> $2 ORDER BY random() LIMIT 1`,
        [
          emptyDatabase.name,
          await source.withConnection((connection) => valueOf(connection, "SELECT pg_backend_pid()")),
        ],
      );
      kills += rowCount ?? 0;
    }
    const errors = (await outcomes).map((outcome) =>
      outcome.status === "rejected" ? (outcome.reason as unknown) : null,
    );
    const committed = new Set(await worksOf(source, 3));
    const told = (error: unknown) => (error === null ? "committed" : "not committed");
    const mistold = errors.flatMap((error, work) =>
      error instanceof OutcomeUnknown || (told(error) === "committed") === committed.has(work) ? [] : [{ work, error }],
    );
    expect(mistold).toEqual([]);
    expect([...(await worksOf(source, 1)), ...(await worksOf(source, 2))]).toEqual([]);
    expect(errors.filter((error) => error !== null && !(error instanceof DatabaseError))).toEqual([]);
    expect(kills).toBeGreaterThan(0);
    // The last backend to be killed may have been an idle one, which nobody knows of before it is used.
    await eventually(async () =>
      expect(await busy.withConnection((connection) => valueOf(connection, "SELECT 7"))).toBe(7),
    );
  });
});

import { describe, expect } from "vitest";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { thrownBy } from "#test/support/thrown-by.ts";
import { test } from "./bare-driver.ts";

describe("with the bare driver, BEGIN behind a hundred statements in flight", () => {
  test("leaves the connection in a transaction, in which later writes are lost", async ({
    bare,
    admin,
    emptyDatabase,
    connect,
  }) => {
    const sql = bare({ max: 1 });
    await sql`CREATE TABLE things (id int)`;
    const inFlight = Array.from({ length: 100 }, () => sql.unsafe("SELECT 1").execute());
    // A statement in it, or its end, would be an unhandled rejection besides.
    const begun = thrownBy(sql.begin(() => new Promise(() => undefined)));
    await Promise.all(inFlight);
    expect(await begun).toBeInstanceOf(TypeError);
    expect(await countBackends(admin, emptyDatabase.name, "state = 'idle in transaction'")).toBe(1);
    expect((await sql`INSERT INTO things VALUES (2)`).count).toBe(1);
    await sql.end({ timeout: 1 });
    expect(
      await connect().withConnection((connection) => valueOf(connection, "SELECT count(*)::int FROM things")),
    ).toBe(0);
  });
});

describe("a transaction of the DataSource", () => {
  test.for([1, 99, 100, 101, 102, 500])(
    "with %i statements in flight at once is committed whole",
    async (count, { connect, admin, emptyDatabase }) => {
      const source = connect({ size: 1 });
      await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int)"));
      const insert = "INSERT INTO things VALUES (1)";
      // The first round prepares, the second finds it prepared.
      for (let round = 1; round <= 2; round++) {
        await source.withTransaction(async (transaction) => {
          for (let number = 0; number < count; number++) void run(transaction, insert);
          await source.withTransaction((part) => run(part, insert), { savepoint: true });
        });
        expect(await countBackends(admin, emptyDatabase.name, "state LIKE 'idle in transaction%'")).toBe(0);
        const stored = await connect().withConnection((c) => valueOf(c, "SELECT count(*)::int FROM things"));
        expect(stored).toBe(round * (count + 1));
      }
    },
  );
});

import { describe, expect } from "vitest";
import { NotCommitted } from "#infrastructure/shared/database/errors.ts";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { thrownBy } from "#test/support/thrown-by.ts";
import { test } from "./bare-driver.ts";

describe("COMMIT after a failed statement", () => {
  test("passes for a success with the bare driver", async ({ bare }) => {
    const sql = await bare({ max: 1 }).reserve();
    await sql`CREATE TABLE things (id int)`;
    await sql`BEGIN`;
    await sql`INSERT INTO things VALUES (1)`;
    await thrownBy(sql`SELECT 1 / 0`);
    expect((await sql`COMMIT`).command).toBe("ROLLBACK");
    expect(await sql`SELECT id FROM things`).toHaveLength(0);
  });

  test.for<[how: string, swallowed: (fails: () => Promise<unknown>) => Promise<void>]>([
    ["that was swallowed", async (fails) => void (await fails().catch(() => undefined))],
    ["that nobody awaits", async (fails) => void fails().catch(() => undefined)],
    ["beside others", async (fails) => void (await Promise.allSettled([fails(), fails()]))],
  ])("%s is NotCommitted on a DataSource", async ([, swallowed], { connect }) => {
    const source = connect({ size: 1 });
    await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int)"));
    const work = source.withTransaction(async (transaction) => {
      await run(transaction, "INSERT INTO things VALUES (1)");
      await swallowed(() => run(transaction, "SELECT 1 / 0"));
    });
    expect(await thrownBy(work)).toBeInstanceOf(NotCommitted);
    expect(await source.withConnection((connection) => valueOf(connection, "SELECT count(*)::int FROM things"))).toBe(
      0,
    );
  });
});

// That nothing of the kind is left on a DataSource: data-source-sessions.integration.test.ts, "the next user of a connection"
test("with the bare driver, a setting of one user of a connection is found by the next", async ({ bare }) => {
  const sql = bare({ max: 1 });
  const reserved = await sql.reserve();
  await reserved`SET statement_timeout = 77`;
  reserved.release();
  expect(await sql`SHOW statement_timeout`).toEqual([{ statement_timeout: "77ms" }]);
});

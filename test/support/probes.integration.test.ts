import { describe, expect } from "vitest";
import { parseId } from "#domain/shared/id.ts";
import { identity } from "#infrastructure/identity/module.ts";
import { DatabaseUnavailable } from "#infrastructure/shared/database/errors.ts";
import type { Connection } from "#infrastructure/shared/database/statement.ts";
import { findUser } from "#sql/identity/user.sql.ts";
import { run, valueOf } from "./ad-hoc-statement.ts";
import { expectQueries, queryCount } from "./expect-queries.ts";
import { aUser } from "./identity/user-builder.ts";
import { killBackendsOf } from "./kill-backend.ts";
import type { Proxy } from "./proxy.ts";
import { test } from "./test.ts";
import { thrownBy } from "./thrown-by.ts";
import { withLatency } from "./with-latency.ts";

describe("expectQueries", () => {
  const five = Array.from({ length: 5 }, () => aUser().build());
  const ids = five.map(({ snapshot }) => snapshot.id);

  test("catches a query per row, and names it", async ({ db, wired }) => {
    const users = wired.container.resolve(identity.users);
    for (const user of five) await users.create(user);
    const onePerRow = expectQueries(db, 1, () => Promise.all(ids.map((id) => users.read(id))));
    await expect(onePerRow).rejects.toThrow(
      /to be 1, but it was 5:\n {2}5 × identity\/user\.findUser\nIs one of them sent for each row\?/,
    );
  });

  test("catches fewer too, so that a number in a test is true", async ({ db }) => {
    await expect(expectQueries(db, 1, async () => 7)).rejects.toThrow("to be 1, but it was 0:\n  none\nIf it is meant");
  });

  test("passes the result and the error of the work", async ({ db }) => {
    expect(await expectQueries(db, 0, async () => 7)).toBe(7);
    await expect(expectQueries(db, 9, () => Promise.reject(new Error("of the work")))).rejects.toThrow("of the work");
  });

  test("counts those of a request, however many users there are", async ({ db, http }) => {
    const admin = await http.asUser({ role: "admin" });
    const listing = () => admin.get("/v1/users");
    const few = await queryCount(db, listing);
    await Promise.all([http.asUser(), http.asUser()]);
    expect(few).toBeGreaterThan(0);
    expect((await expectQueries(db, few, listing)).body).toMatchObject({ total: 3 });
  });
});

describe("withLatency", () => {
  test("tells statements that wait for each other from those that travel together", async ({ db }) => {
    await using far = await withLatency(db, 5);
    const id = parseId<"User">("ffffffff-0000-7000-8000-000000000000");
    const roundTripsOf = async (work: (connection: Connection) => Promise<unknown>) => {
      const before = far.proxy.roundTrips;
      expect(await queryCount(far, () => far.dataSource.withConnection(work))).toBe(2);
      return far.proxy.roundTrips - before;
    };
    const oneByOne = async (connection: Connection) => {
      await findUser(connection, { id });
      await findUser(connection, { id });
    };
    const together = (connection: Connection) =>
      Promise.all([findUser(connection, { id }), findUser(connection, { id })]);
    await far.dataSource.withConnection(oneByOne);
    expect(await roundTripsOf(oneByOne)).toBe(2);
    expect(await roundTripsOf(together)).toBe(1);
  });

  test("is over at the end of its block", async ({ db }) => {
    let proxy: Proxy;
    {
      await using far = await withLatency(db, 0);
      proxy = far.proxy;
      await far.dataSource.withConnection((connection) => run(connection, "SELECT 1"));
      expect(proxy.open).toBe(1);
    }
    expect(proxy.open).toBe(0);
  });
});

describe("killBackendsOf", () => {
  test("takes the connection from under a running transaction, and the next work gets another one", async ({ db }) => {
    const work = db.dataSource.withTransaction(async (transaction) => {
      await run(transaction, "CREATE TABLE half_done ()");
      await killBackendsOf(db);
      await run(transaction, "SELECT 1");
    });
    expect(await thrownBy(work)).toBeInstanceOf(DatabaseUnavailable);
    const found = await db.dataSource.withConnection((connection) =>
      valueOf(connection, "SELECT to_regclass('half_done')"),
    );
    expect(found).toBeNull();
  });
});

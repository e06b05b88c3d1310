import { describe, expect } from "vitest";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { byOrder } from "#infrastructure/shared/database/by-order.ts";
import { many } from "#infrastructure/shared/database/statement.ts";
import { stream } from "#infrastructure/shared/database/stream.ts";
import { compileOrders } from "#tools/sql/compile-orders.ts";
import { openDescriber } from "#tools/sql/describer.ts";
import { parseStatementFile } from "#tools/sql/statement-file.ts";
import { test as base } from "./sql-project.ts";

const test = base.extend("faultsOf", async ({ emptyDatabase, sql: _migrated }, { onCleanup }) => {
  const describer = await openDescriber(emptyDatabase.url);
  onCleanup(() => describer.close());
  return async (header: string, sql: string, kind = "many"): Promise<string[]> => {
    const source = `-- name: list :${kind}\n${header}\n${sql};\n`;
    const { statements, problems } = parseStatementFile(source);
    const outcome = statements[0] === undefined ? undefined : await compileOrders(statements[0], "shop", describer);
    const all = [...problems, ...(outcome?.problems ?? [])];
    return all.map(({ offset, message }) => `${source.slice(offset).split("\n")[0]} <- ${message}`);
  };
});

const orders = "-- order newest: id DESC\n-- order byEmail: email, id";
const list = "SELECT id, email FROM shop.users ORDER BY id DESC LIMIT :limit::int";

const pages = `-- name: listUsers :many
-- order newest: id DESC
-- order byEmail: email, id
-- after newest: (:after_id::int IS NULL OR id < :after_id)
-- after byEmail: (:after_email::text IS NULL OR (email, id) > (:after_email, :after_id::int))
-- param after_id: nullable
-- param after_email: not null
-- vet: allow no-index: a test
SELECT id, email FROM shop.users
WHERE (:after_id::int IS NULL OR id < :after_id)
ORDER BY id DESC
LIMIT :limit::int;
`;

describe("a statement in several orders", () => {
  test("becomes one function with a text for each, and a parameter that chooses", async ({ project }) => {
    project.write("shop/user.sql", `-- name: list :many\n${orders}\n${list};\n`);
    expect(await project.run()).toMatchObject({ ok: true });
    const generated = project.read("shop/user.sql.ts");
    expect(generated).toContain(`{ order: "newest" | "byEmail"; limit: number }`);
    expect(generated).toContain("ORDER BY id DESC LIMIT $1::int`");
    expect(generated).toContain("ORDER BY email, id LIMIT $1::int`");
    expect(generated).toContain(`name: "shop/user.list.byEmail"`);
  });

  test("has a keyset condition for each, with parameters of its own", async ({ project }) => {
    project.write("shop/user.sql", pages);
    expect(await project.run()).toMatchObject({ ok: true });
    const generated = project.read("shop/user.sql.ts").replaceAll(/\s+/g, " ");
    expect(generated).toMatch(/order: "newest"; afterId: number \| null; limit: number/);
    expect(generated).toMatch(/order: "byEmail"; afterEmail: string; afterId: number \| null; limit: number/);
    expect(generated).toContain(
      "WHERE ($1::text IS NULL OR (email, id) > ($1, $2::int)) ORDER BY email, id LIMIT $3::int`",
    );
  });

  test("can be a stream", async ({ project }) => {
    project.write("shop/user.sql", pages.replace(":many", ":stream").replace("\nLIMIT :limit::int", ""));
    expect(await project.run()).toMatchObject({ ok: true });
    const generated = project.read("shop/user.sql.ts").replaceAll(/\s+/g, " ");
    expect(generated).toContain("AsyncGenerator<{ id: number; email: string }, void>");
    expect(generated).toMatch(/byEmail: stream\({ name: "shop\/user.listUsers.byEmail"/);
    expect(generated).not.toContain("statement.ts");
  });

  test("shows a fault of one order in the header, and a fault of all once", async ({ faultsOf }) => {
    expect(await faultsOf(orders.replace("email, id", "emial, id"), list)).toEqual([
      'emial, id <- column "emial" does not exist',
    ]);
    expect(await faultsOf(orders, list.replace("id, email", "idd, email"))).toHaveLength(1);
  });

  test("says of a fault in how it runs which of its orders has it", async ({ project }) => {
    project.write("shop/user.sql", pages.replace("-- vet: allow no-index: a test\n", ""));
    const { output } = await project.run();
    expect(output.match(/\d+:\d+: .*(?= of users)/g)).toEqual([
      "8:23: Ordered by byEmail: No index can serve this filter",
    ]);
  });

  test.for([
    ["without an ORDER BY", orders, "SELECT id FROM shop.users LIMIT 1", "no ORDER BY of its own"],
    ["with an ORDER BY that is none of them", orders, list.replace("id DESC", "id"), "is none of its orders"],
    ["with two of one name", `${orders}\n-- order newest: id`, list, "another `order newest`"],
    ["with a parameter called order", orders, list.replace(":limit", ":order"), "The parameter :order"],
    ["with a condition for no order", `${orders}\n-- after oldest: id > :id`, list, "There is no order oldest"],
    ["with a condition for but one order", `${orders}\n-- after newest: id < :id`, list, "has no `after byEmail`"],
    [
      "with a condition that isn't in the SQL",
      `${orders}\n-- after newest: id < :id\n-- after byEmail: email > :e`,
      list,
      "once in the SQL, found it 0 times",
    ],
    [
      "with one comparison of rows for all orders",
      orders,
      list.replace("ORDER", "WHERE (email, id) > (:email, :id::int) ORDER"),
      "stays the same in all of them",
    ],
    ["without SQL in one", "-- order newest:", list, "Expected an order"],
    ["with a condition only", "-- after newest: id < :id", list, "There is no order newest"],
  ])("is refused %s", async ([, header = "", sql = "", message], { faultsOf }) => {
    expect(await faultsOf(header, sql)).toContainEqual(expect.stringContaining(message ?? "?"));
  });

  test("is refused when it returns no rows", async ({ faultsOf }) => {
    expect(await faultsOf(orders, "DELETE FROM shop.users WHERE id = 1", "exec")).toContainEqual(
      expect.stringContaining("returns no rows to order"),
    );
  });
});

describe("byOrder", () => {
  const text = (by: string): string => `SELECT id FROM shop.users ORDER BY id ${by}`;
  const listUsers = byOrder<{ order: "up" | "down" }, Promise<{ id: number }[]>>({
    up: many({ name: "up", text: text("ASC"), parameters: [], parameterTypes: [] }),
    down: many({ name: "down", text: text("DESC"), parameters: [], parameterTypes: [] }),
  });
  const streamUsers = byOrder<{ order: "up" | "down" }, AsyncGenerator<{ id: number }, void>>({
    up: stream({ name: "up", text: text("ASC"), parameters: [], parameterTypes: [] }),
    down: stream({ name: "down", text: text("DESC"), parameters: [], parameterTypes: [] }),
  });

  test("runs the statement of the order, and knows no other", async ({ emptyDatabase, sql: _migrated }) => {
    await using dataSource = disposable(createDataSource({ url: emptyDatabase.url }));
    await dataSource.withConnection(async (connection) => {
      expect(await listUsers(connection, { order: "up" })).toEqual([{ id: 1 }, { id: 2 }]);
      expect(await listUsers(connection, { order: "down" })).toEqual([{ id: 2 }, { id: 1 }]);
      for (const order of ["id; DROP TABLE shop.users", "constructor", "__proto__"]) {
        expect(() => listUsers(connection, { order: order as "up" })).toThrow("Expected an order of up, down, but got");
      }
    });
    await dataSource.withTransaction(async (transaction) => {
      const seen: number[] = [];
      for await (const { id } of streamUsers(transaction, { order: "up" })) seen.push(id);
      for await (const { id } of streamUsers(transaction, { order: "down" })) seen.push(id);
      expect(seen).toEqual([1, 2, 2, 1]);
    });
  });
});

function disposable<T extends { close(): Promise<void> }>(resource: T): T & AsyncDisposable {
  return Object.assign(resource, { [Symbol.asyncDispose]: () => resource.close() });
}

import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type pg from "pg";
import { seededId, seededPosition } from "./data.ts";
import type { Library } from "./library.ts";
import { newMovements, newOrder, movementsPerInsert, pageSize } from "./operations.ts";

/**
 * Compares what a library does with what the rows say, read over a plain connection.
 *
 * @param client a connection to the seeded schema `shop`
 * @throws AssertionError at the first difference
 */
export async function verify(library: Library, client: pg.Client): Promise<void> {
  await verifyFind(library, client);
  await verifyUpdate(library, client);
  await verifyCreate(library, client);
  await verifyPage(library, client);
  await verifyInsert(library, client);
}

const missing = seededId("User", 0xffff_ffff);

async function verifyFind(library: Library, client: pg.Client): Promise<void> {
  const id = seededId("User", 7);
  const found = await library.findUser(id);
  deepStrictEqual(found.snapshot, await userRow(client, id), "find: another user than the row says");
  await rejects(library.findUser(missing), { name: "UserNotFound" }, "find: a missing user was found");
}

async function verifyUpdate(library: Library, client: pg.Client): Promise<void> {
  const id = seededId("User", 8);
  const before = await userRow(client, id);
  const updated = await library.updateUser(id, (user) => user.rename("Grace"));
  const after = await userRow(client, id);
  deepStrictEqual(updated.snapshot, after, "update: returned another state than it saved");
  const { updatedAt } = updated.snapshot;
  deepStrictEqual(after, { ...before, name: "Grace", version: before.version + 1, updatedAt }, "update: a wrong row");

  const refusal = new Error("No.");
  const refused = library.updateUser(id, (user) => {
    user.rename("Nobody");
    throw refusal;
  });
  await rejects(refused, (error) => error === refusal, "update: the error of the change was lost");
  deepStrictEqual(await userRow(client, id), after, "update: saved although the change threw");
  await rejects(
    library.updateUser(missing, () => {}),
    { name: "UserNotFound" },
    "update: a missing user was found",
  );

  const writers = Array.from({ length: 16 }, (_, index) => `+${index}`);
  await Promise.all(writers.map((sign) => library.updateUser(id, (user) => user.rename(user.snapshot.name + sign))));
  const { name, version } = await userRow(client, id);
  strictEqual(version, after.version + writers.length, "update: parallel changes lost versions");
  deepStrictEqual(name.split("+").toSorted(), `Grace${writers.join("")}`.split("+").toSorted(), "update: lost changes");
}

async function verifyCreate(library: Library, client: pg.Client): Promise<void> {
  const order = newOrder(3, 4);
  await library.createOrder(order);
  deepStrictEqual(await orderRows(client, "id = $1", [order.snapshot.id]), [order.snapshot], "create: a wrong order");

  const { snapshot } = newOrder(3, 4);
  const [first] = snapshot.items;
  const unknown = { ...first, productId: seededId("Product", 0xffff_ffff) };
  const broken = { snapshot: { ...snapshot, items: [...snapshot.items, unknown] } } as unknown as typeof order;
  await rejects(library.createOrder(broken), Error, "create: an item of an unknown product was accepted");
  deepStrictEqual(await orderRows(client, "id = $1", [snapshot.id]), [], "create: half an order was left");
}

async function verifyPage(library: Library, client: pg.Client): Promise<void> {
  for (const number of [51, 5]) {
    const after = seededPosition(number);
    const page = await library.listOrders(after, pageSize);
    const rows = await orderRows(client, "(placed_at, id) < ($1, $2)", [after.placedAt, after.id]);
    deepStrictEqual(
      page.map(({ snapshot }) => snapshot),
      rows,
      `page: another page behind order ${number}`,
    );
  }
}

async function verifyInsert(library: Library, client: pg.Client): Promise<void> {
  const movements = newMovements(movementsPerInsert);
  await library.insertMovements(movements);
  const { rows } = await client.query<object>(
    `SELECT id, product_id AS "productId", quantity, reason, occurred_at AS "occurredAt"
     FROM shop.stock_movements WHERE id = ANY ($1) ORDER BY id`,
    [movements.map(({ id }) => id)],
  );
  deepStrictEqual(
    rows.map(plain),
    movements.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    "insert: wrong rows",
  );
}

interface UserRow {
  readonly name: string;
  readonly version: number;
}

async function userRow(client: pg.Client, id: string): Promise<UserRow> {
  const { rows } = await client.query<UserRow>(
    `SELECT id, email, name, role, version, created_at AS "createdAt", updated_at AS "updatedAt"
     FROM shop.users WHERE id = $1`,
    [id],
  );
  return plain(rows[0] as UserRow);
}

async function orderRows(client: pg.Client, condition: string, values: readonly unknown[]): Promise<object[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id, customer_id AS "customerId", status, note, version, placed_at AS "placedAt"
     FROM shop.orders WHERE ${condition} ORDER BY placed_at DESC, id DESC LIMIT ${pageSize}`,
    [...values],
  );
  const found = [];
  for (const row of rows) {
    const { rows: items } = await client.query<object>(
      `SELECT product_id AS "productId", quantity, unit_price AS "unitPrice"
       FROM shop.order_items WHERE order_id = $1 ORDER BY position`,
      [row.id],
    );
    found.push({ ...row, items: items.map(plain) });
  }
  return found;
}

/** Rows of pg have a prototype of their own. */
function plain<Row extends object>(row: Row): Row {
  return { ...row };
}

import type pg from "pg";
import type { Id } from "#domain/shared/id.ts";
import type { OrderPosition } from "./library.ts";

/** How many rows there are; orders have two or three items, alternately. */
export interface Size {
  readonly users: number;
  readonly products: number;
  readonly orders: number;
}

export const fullSize: Size = { users: 20_000, products: 1_000, orders: 200_000 };

const firstOrder = Date.UTC(2020, 0, 1);
const minute = 60_000;

/** The `number`th of its kind, from 1 on. */
export function seededId<Kind extends "User" | "Product" | "Order">(kind: Kind, number: number): Id<Kind> {
  const prefix = { User: 1, Product: 2, Order: 3 }[kind];
  return `${prefix}0000000-0000-7000-8000-${number.toString(16).padStart(12, "0")}` as Id<Kind>;
}

/** Where the list of orders goes on behind the `number`th. */
export function seededPosition(number: number): OrderPosition {
  return { id: seededId("Order", number), placedAt: new Date(firstOrder + number * minute) };
}

/** Fills the empty schema `shop`: always the same rows. */
export async function seed(client: pg.Client, { users, products, orders }: Size): Promise<void> {
  const id = (prefix: number, number: string) =>
    `('${prefix}0000000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
  await client.query(`
    INSERT INTO shop.users
    SELECT ${id(1, "n")}, 'user' || n || '@example.com', 'User ' || n, 'member', 1, '2020-01-01Z', '2020-01-01Z'
    FROM generate_series(1, ${users}) AS n;
    INSERT INTO shop.products
    SELECT ${id(2, "n")}, 'Product ' || n, 100 + n FROM generate_series(1, ${products}) AS n;
    INSERT INTO shop.orders
    SELECT ${id(3, "n")}, ${id(1, `1 + n % ${users}`)}, 'placed', CASE WHEN n % 3 = 0 THEN 'Note ' || n END, 1,
      to_timestamp(${firstOrder / 1000}) + n * interval '1 minute'
    FROM generate_series(1, ${orders}) AS n;
    INSERT INTO shop.order_items
    SELECT ${id(3, "n")}, position, ${id(2, `1 + (n + position) % ${products}`)}, 1 + n % 5, 100 + position
    FROM generate_series(1, ${orders}) AS n, generate_series(1, 2 + n % 2) AS position`);
  // Not inside the one transaction that statements sent together are.
  await client.query("VACUUM ANALYZE");
}

/** Removes what was measured, so that the next one finds the same tables. */
export async function clean(client: pg.Client): Promise<void> {
  await client.query(
    `TRUNCATE shop.stock_movements; DELETE FROM shop.orders WHERE placed_at > to_timestamp(${firstOrder / 1000}) + interval '200 days'`,
  );
  for (const table of ["users", "orders", "order_items"]) await client.query(`VACUUM shop.${table}`);
}

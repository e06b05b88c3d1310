import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";

/** What the migrations of these tests find: two tables with rows, one without. */
export const shop = `
CREATE SCHEMA shop;
CREATE TABLE shop.customers (
  id bigint PRIMARY KEY, name text NOT NULL, email text, full_address text, created_at timestamptz(3) NOT NULL
);
CREATE TABLE shop.orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, total integer NOT NULL, note text, state text);
CREATE TABLE shop.returns (id bigint PRIMARY KEY);
CREATE INDEX orders_total_idx ON shop.orders (total);
`;

export const rows = `
INSERT INTO shop.customers SELECT n, 'c' || n, 'c' || n || '@example.com', 'Street ' || n, now()
  FROM generate_series(1, 2000) AS n;
INSERT INTO shop.orders SELECT n, n % 2000 + 1, n, 'note', 'new' FROM generate_series(1, 5000) AS n;
`;

/** Runs SQL on a connection that is closed afterwards, because a database in use can't be copied. */
export async function runOn(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = await connectPlainly(url, "plinth tests");
  try {
    const result = await client.query<Record<string, unknown>>(sql);
    return Array.isArray(result) ? [] : result.rows;
  } finally {
    await client.end();
  }
}

/** Makes the tables and their rows in an empty database. */
export async function makeShop(url: string): Promise<void> {
  await runOn(url, shop + rows);
}

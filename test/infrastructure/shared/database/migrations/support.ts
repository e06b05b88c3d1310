import type pg from "pg";
import { onTestFinished } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { migrationFolder } from "./migration-folder.ts";

export const order = ["shop", "cellar"];
export const all = ["shop/0001_schema", "shop/0002_items", "cellar/0001_schema"];

/** A folder of two contexts with three migrations; removed when the test has ended. */
export function shopAndCellar(changed: Readonly<Record<string, string>> = {}): ReturnType<typeof migrationFolder> {
  const made = migrationFolder({
    "shop/0001_schema.up.sql": "CREATE SCHEMA shop;",
    "shop/0001_schema.down.sql": "DROP SCHEMA shop;",
    "shop/0002_items.up.sql": "CREATE TABLE shop.items (id int);",
    "shop/0002_items.down.sql": "DROP TABLE shop.items;",
    "cellar/0001_schema.up.sql": "CREATE SCHEMA cellar;",
    "cellar/0001_schema.down.sql": "DROP SCHEMA cellar;",
    ...changed,
  });
  onTestFinished(() => made.remove());
  return made;
}

/** A connection beside that of the migrations; ended when the test has ended. */
export async function connect(url: string): Promise<pg.Client> {
  const client = await connectPlainly(url, "the other");
  onTestFinished(() => client.end());
  return client;
}

/** The first column of the answer. */
export async function column(client: pg.Client, sql: string): Promise<unknown[]> {
  const { rows } = await client.query<[unknown]>({ text: sql, rowMode: "array" });
  return rows.map((row) => row[0]);
}

import type pg from "pg";
import { describe, expect, inject, onTestFinished } from "vitest";
import { readCatalog } from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { test } from "#test/support/fixtures.ts";
import { createTestDatabase, dropTestDatabase, withDatabase } from "#test/support/test-database.ts";
import { dumpSql } from "#tools/db/dump/dump-sql.ts";
import { richSchema } from "../rich-schema.ts";

describe("the dump", () => {
  test("builds the same schema in an empty database", async ({ emptyDatabase: { url }, admin, adminUrl }) => {
    const client = await connect(url);
    await client.query(richSchema);
    const catalog = await readCatalog(client, ["shop"]);

    const name = await createTestDatabase(admin, inject("databasePrefix"));
    onTestFinished(() => dropTestDatabase(admin, name));
    const copy = await connect(withDatabase(adminUrl, name));
    await copy.query(dumpSql(catalog));

    expect(await readCatalog(copy, ["shop"])).toEqual(catalog);
    await copy.end();
  });

  test("is the same text for the same schema, however it came about", async ({ emptyDatabase: { url } }) => {
    const client = await connect(url);
    await client.query("CREATE SCHEMA shop; CREATE TABLE shop.b (); CREATE TABLE shop.a (id int)");
    const before = dumpSql(await readCatalog(client, ["shop"]));
    await client.query("DROP TABLE shop.a; CREATE TABLE shop.a (gone text, id int); ALTER TABLE shop.a DROP gone");
    expect(dumpSql(await readCatalog(client, ["shop"]))).toBe(before);
    expect(before).toContain("CREATE TABLE shop.a (\n  id integer\n);\n\nCREATE TABLE shop.b ();");
  });

  test("marks an index that PostgreSQL doesn't use", async ({ emptyDatabase: { url } }) => {
    const client = await connect(url);
    await client.query("CREATE SCHEMA shop; CREATE TABLE shop.a AS SELECT 1 AS id FROM generate_series(1, 2)");
    await expect(client.query("CREATE UNIQUE INDEX CONCURRENTLY a_id_key ON shop.a (id)")).rejects.toThrow("a_id_key");
    expect(dumpSql(await readCatalog(client))).toContain(
      "-- INVALID, so PostgreSQL doesn't use it:\nCREATE UNIQUE INDEX",
    );
  });
});

async function connect(url: string): Promise<pg.Client> {
  const client = await connectPlainly(url, "test of the dump");
  onTestFinished(() => client.end());
  return client;
}

import { join } from "node:path";
import type pg from "pg";
import { describe, expect, onTestFinished } from "vitest";
import { readCatalog, type SchemaSnapshot } from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { contexts } from "#migrations/order.ts";
import { test } from "#test/support/fixtures.ts";
import { schemaDocument } from "#tools/db/docs/schema-document.ts";
import { findDocumentChanges } from "#tools/db/docs/schema-documents.ts";
import { db as commandLine, migrationProject } from "../command-line.ts";
import { richSchema } from "../rich-schema.ts";

test("the documents of this project are up to date; otherwise: npm run db -- docs", async ({ db }) => {
  const client = await connect(db.url);
  const directory = join(import.meta.dirname, "../../../../docs/schema");
  expect(await findDocumentChanges(directory, await readCatalog(client, contexts))).toEqual([]);
});

describe("the document of a schema", () => {
  test("shows comments, keys with their behaviour and cardinality, constraints, indexes, types", async ({
    emptyDatabase: { url },
  }) => {
    const lines = (await documentOf(url, richSchema)).replaceAll(/ +\|/g, " |").replaceAll(/\| +/g, "| ").split("\n");
    for (const line of [
      "What is sold, and to whom.",
      '| `email` | `text` | no | | Theirs, "as they wrote" it \\| unchanged. |',
      "| `id` | `bigint` | no | `identity: always` | |",
      "| `total` | `numeric` | yes | `generated: (shop.total(price, count)) STORED` |",
      "| `orders_customer_fkey` | `customer_id` | `customers (id)` | 0..n to 0..1 | set null | cascade |",
      "| `shipments_order_fkey` | `order_number` | `orders (number)` | 0..1 to 1 | cascade | no action |",
      "| `orders_count_check` | `CHECK ((count > 0)) NOT VALID` |",
      "| `touch()` | `function` | Does nothing. |",
      "Partitioned by `RANGE (at)`.",
    ]) {
      expect(lines).toContain(line);
    }
    expect(lines.join("\n")).toMatch(
      /^\| `orders_newest_idx` \| `btree \(placed_at DESC, .* \| For the list of open ones\. \|$/m,
    );
  });

  test("draws each kind of relationship, and names that Mermaid would take for something else", async ({
    emptyDatabase: { url },
  }) => {
    const document = await documentOf(
      url,
      `${richSchema}
      CREATE TABLE shop."style" (pk int PRIMARY KEY, "1st" "char", at timestamp(3), other int UNIQUE REFERENCES shop.style);
      CREATE TABLE shop.members (
        customer_id bigint NOT NULL REFERENCES shop.customers, since date, PRIMARY KEY (customer_id, since)
      );
      CREATE UNIQUE INDEX ON shop.members (customer_id) WHERE since IS NULL;
      CREATE TABLE shop.empty ();`,
    );
    const [, diagram = ""] = /```mermaid\n([\s\S]*?)```/.exec(document) ?? [];
    expect(diagram.split("\n")).toEqual(
      expect.arrayContaining([
        '  "customers" |o..o{ "orders" : "customer_id"',
        '  "orders" ||--o| "shipments" : "order_number"',
        '  "customers" ||--o{ "members" : "customer_id"',
        '  "style" |o..o| "style" : "other"',
        '  "empty"',
        "    integer _pk PK",
        '    char _1st "NULL"',
        '    timestamp(3) at "NULL"',
        '    integer other FK, UK "NULL"',
        '    text Odd_name "NULL"',
        "    numeric(10_2) price",
      ]),
    );
    expect(diagram).not.toContain("events_2026");
  });

  test("says when an index is invalid", async ({ emptyDatabase: { url } }) => {
    const client = await connect(url);
    await client.query("CREATE SCHEMA shop; CREATE TABLE shop.a AS SELECT 1 AS id FROM generate_series(1, 2)");
    await expect(client.query("CREATE UNIQUE INDEX CONCURRENTLY a_key ON shop.a (id)")).rejects.toThrow("a_key");
    expect(schemaDocument(await read(client))).toMatch(/`a_key` \| `UNIQUE btree \(id\)` \| \*\*INVALID\*\*/);
  });
});

describe("npm run db -- docs", () => {
  test("writes what is missing and stale, removes what is gone, and --check fails until then", async ({
    emptyDatabase: { url },
  }) => {
    const client = await connect(url);
    await client.query("CREATE SCHEMA shop; CREATE TABLE shop.a (id int)");
    const { directory, write, read: readFile, files } = migrationProject(["shop"], { "docs/gone.md": "" });
    const docs = (...args: string[]) =>
      commandLine(["docs", "--database-url", url, "--output", join(directory, "docs"), ...args], { directory });

    expect(await docs("--check")).toMatchObject({
      code: 1,
      out: expect.stringMatching(/shop\.md is missing\.\n.*gone\.md has no .*\nRun `npm run db -- docs`/) as string,
    });
    expect(files()).toEqual(["docs/gone.md", "order.ts"]);
    expect(await docs()).toMatchObject({ code: 0 });
    expect(files()).toEqual(["docs/shop.md", "order.ts"]);
    expect(await docs("--check")).toMatchObject({ code: 0, out: expect.stringContaining("is up to date") as string });

    await client.query("COMMENT ON TABLE shop.a IS 'New.'");
    expect(await docs("--check")).toMatchObject({
      code: 1,
      out: expect.stringContaining("shop.md is stale.") as string,
    });
    write("docs/shop.md", readFile("docs/shop.md").replaceAll("\n", "\r\n"));
    await client.query("COMMENT ON TABLE shop.a IS NULL");
    expect(await docs("--check"), "other ends of lines are no difference").toMatchObject({ code: 0 });
  });
});

async function documentOf(url: string, sql: string): Promise<string> {
  const client = await connect(url);
  await client.query(sql);
  return schemaDocument(await read(client));
}

async function read(client: pg.Client): Promise<SchemaSnapshot> {
  const [schema] = await readCatalog(client, ["shop"]);
  if (schema === undefined) throw new Error("There is no schema shop.");
  return schema;
}

async function connect(url: string): Promise<pg.Client> {
  const client = await connectPlainly(url, "test of the documents");
  onTestFinished(() => client.end());
  return client;
}

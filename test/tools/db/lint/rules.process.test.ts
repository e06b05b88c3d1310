import { describe, expect, test } from "vitest";
import { brokenBy, lintOf } from "./lint-of.ts";

const table = (columns: string) => `CREATE TABLE shop.things (id uuid PRIMARY KEY, ${columns});`;

/** Rule, what breaks it, what doesn't. */
const cases: readonly (readonly [rule: string, bad: string, good: string])[] = [
  [
    "foreign-schema",
    "CREATE VIEW shop.mails AS SELECT email FROM identity.users;",
    "CREATE VIEW shop.names AS SELECT name FROM shop.customers;",
  ],
  ["foreign-schema", table("kind identity.role"), table("kind pg_catalog.text")],
  ["foreign-schema", table("code text DEFAULT identity.new_code()"), table("code text DEFAULT shop.new_code()")],
  ["foreign-schema", "CREATE SCHEMA billing;", "COMMENT ON SCHEMA shop IS 'What is sold.';"],
  ["foreign-schema", "COMMENT ON COLUMN identity.users.name IS 'x';", "COMMENT ON COLUMN shop.customers.name IS 'x';"],
  ["foreign-schema", "GRANT USAGE ON SCHEMA identity TO public;", "GRANT USAGE ON SCHEMA shop TO public;"],
  [
    "foreign-schema",
    "ALTER TYPE identity.role ADD VALUE 'guest' AFTER 'member';",
    "ALTER TYPE shop.role ADD VALUE 'guest' AFTER 'member';",
  ],
  ["unqualified-name", "CREATE TABLE things (id uuid PRIMARY KEY);", "CREATE TABLE shop.things (id uuid PRIMARY KEY);"],
  ["unqualified-name", "CREATE TYPE colour AS ENUM ('red');", "CREATE TYPE shop.colour AS ENUM ('red');"],
  [
    "unqualified-name",
    "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';",
    "CREATE FUNCTION shop.one() RETURNS int LANGUAGE sql AS 'SELECT 1';",
  ],
  [
    "unqualified-name",
    "CREATE VIEW shop.v AS SELECT name FROM customers;",
    "CREATE VIEW shop.v AS WITH c AS (SELECT name FROM shop.customers) SELECT name FROM c;",
  ],
  [
    "foreign-schema",
    "GRANT SELECT ON ALL TABLES IN SCHEMA identity TO public;",
    "GRANT SELECT ON ALL TABLES IN SCHEMA shop TO public;",
  ],
  [
    "foreign-schema",
    "ALTER TABLE shop.orders SET SCHEMA identity;",
    "CREATE TEMP TABLE few (id int); INSERT INTO pg_temp.few VALUES (1);",
  ],
  ["unqualified-name", "DROP TYPE role;", "DROP TYPE shop.role;"],
  [
    "repeated-schema",
    "CREATE TABLE shop.shop_things (id uuid PRIMARY KEY);",
    "CREATE TABLE shop.shops (id uuid PRIMARY KEY);",
  ],
  ["unnamed", table("a int CHECK (a > 0)"), table("a int CONSTRAINT things_a_check CHECK (a > 0)")],
  ["unnamed", table("a int, UNIQUE (a)"), table("a int, CONSTRAINT things_a_key UNIQUE (a)")],
  [
    "unnamed",
    `${table("a int")} CREATE INDEX ON shop.things (a);`,
    `${table("a int")} CREATE INDEX things_a_idx ON shop.things (a);`,
  ],
  ["column-type", table("a timestamp"), table("a timestamptz(3)")],
  ["column-type", table("a timestamp(3)[]"), table("a timestamptz(3)[]")],
  ["column-type", table("a varchar(20)"), table("a text")],
  ["column-type", table("a char(2)"), table("a text")],
  ["column-type", table("a serial"), table("a bigint GENERATED ALWAYS AS IDENTITY")],
  ["column-type", table("a money"), table("a numeric")],
  ["column-type", table("a json"), table("a jsonb")],
  ["column-type", table("a time with time zone"), table("a time")],
  [
    "backfill-with-ddl",
    "ALTER TABLE shop.orders ADD COLUMN state text; UPDATE shop.orders SET state = 'new';",
    "UPDATE shop.orders SET note = 'new';",
  ],
  [
    "backfill-with-ddl",
    `${table("a int")} WITH gone AS (DELETE FROM shop.orders RETURNING id) SELECT id FROM gone;`,
    `${table("a int")} UPDATE shop.things SET a = 1;`,
  ],
  [
    "backfill-with-ddl",
    `${table("a int")} INSERT INTO shop.customers SELECT id, 'x' FROM shop.orders;`,
    `${table("a int")} INSERT INTO shop.things SELECT id, 1 FROM shop.orders;`,
  ],
  [
    "missing-no-transaction",
    "CREATE INDEX CONCURRENTLY orders_note_idx ON shop.orders (note);",
    "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY orders_note_idx ON shop.orders (note);",
  ],
  ["missing-no-transaction", "VACUUM shop.orders;", "ANALYZE shop.orders;"],
  [
    "missing-no-transaction",
    "REINDEX TABLE CONCURRENTLY shop.orders;",
    "-- migrate: no-transaction\nREINDEX TABLE CONCURRENTLY shop.orders;",
  ],
  [
    "missing-no-transaction",
    "ALTER TABLE shop.parts DETACH PARTITION shop.part CONCURRENTLY;",
    "-- migrate: no-transaction\nALTER TABLE shop.parts DETACH PARTITION shop.part CONCURRENTLY;",
  ],
  ["needless-no-transaction", `-- migrate: no-transaction\n${table("a int")}`, table("a int")],
  ["transaction-control", `BEGIN; ${table("a int")} COMMIT;`, `SAVEPOINT here; ${table("a int")} RELEASE here;`],
  ["session-setting", "SET search_path = shop; SELECT 1;", "SET LOCAL search_path = shop; RESET work_mem; SELECT 1;"],
  [
    "squawk/require-concurrent-index-creation",
    "CREATE INDEX orders_note_idx ON shop.orders (note);",
    `${table("a int")} CREATE INDEX things_a_idx ON shop.things (a);`,
  ],
  [
    "squawk/constraint-missing-not-valid",
    "ALTER TABLE shop.orders ADD CONSTRAINT orders_total_check CHECK (total > 0);",
    "ALTER TABLE shop.orders ADD CONSTRAINT orders_total_check CHECK (total > 0) NOT VALID;",
  ],
  [
    "squawk/changing-column-type",
    "ALTER TABLE shop.orders ALTER COLUMN note TYPE jsonb USING note::jsonb;",
    "ALTER TABLE shop.orders ALTER COLUMN note SET DEFAULT '';",
  ],
  [
    "squawk/adding-required-field",
    "ALTER TABLE shop.orders ADD COLUMN state text NOT NULL;",
    "ALTER TABLE shop.orders ADD COLUMN state text NOT NULL DEFAULT 'new';",
  ],
];

test.each(cases)("%s is broken by: %s", async (rule, bad, good) => {
  const findings = await lintOf([bad, good]);
  const rulesOf = (file: string) => new Set(findings.filter((f) => f.file.includes(file)).map((f) => f.rule));
  expect(rulesOf("0002_step")).toEqual(new Set([rule]));
  expect(rulesOf("0003_step")).toEqual(new Set());
});

describe("foreign-key-without-index", () => {
  const rule = "foreign-key-without-index";
  const key = "CONSTRAINT things_customer_fkey REFERENCES shop.customers";

  test("a new foreign key needs an index that begins with its columns", async () => {
    expect(await brokenBy(table(`customer_id uuid ${key}`))).toEqual([rule]);
    expect(
      await brokenBy(
        `${table(`customer_id uuid ${key}, a int`)} CREATE INDEX things_a_idx ON shop.things (a, customer_id);`,
      ),
    ).toEqual([rule]);
    expect(
      await brokenBy(
        `${table(`customer_id uuid ${key}, a int`)} CREATE INDEX things_c_idx ON shop.things (customer_id, a);`,
      ),
    ).toEqual([]);
    expect(await brokenBy(`CREATE TABLE shop.things (customer_id uuid PRIMARY KEY ${key});`)).toEqual([]);
  });

  test("a partial index serves only when it leaves out nothing but NULL", async () => {
    const withIndex = (condition: string) =>
      `${table(`customer_id uuid ${key}, a int`)} CREATE INDEX things_c_idx ON shop.things (customer_id) WHERE ${condition};`;
    expect(await brokenBy(withIndex("a > 0"))).toEqual([rule]);
    expect(await brokenBy(withIndex("customer_id IS NOT NULL"))).toEqual([]);
  });

  test("an index of an earlier migration serves", async () => {
    const index =
      "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY orders_customer_idx ON shop.orders (customer_id);";
    const add =
      "ALTER TABLE shop.orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES shop.customers NOT VALID;";
    expect(await brokenBy(add)).toEqual([rule]);
    expect(await brokenBy(index, add)).toEqual([]);
  });

  test("dropping the index that serves a foreign key is found where it is dropped", async () => {
    const made = `${table(`customer_id uuid ${key}`)} CREATE INDEX things_c_idx ON shop.things (customer_id);`;
    const findings = await lintOf([made, "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY shop.things_c_idx;"]);
    expect(findings).toMatchObject([{ rule, file: expect.stringContaining("0003_step.up.sql"), line: 2 }]);
  });

  test("the index follows a renamed column and a renamed table", async () => {
    const made = `${table(`customer_id uuid ${key}`)} CREATE INDEX things_c_idx ON shop.things (customer_id);`;
    const rename = (what: string) => `-- lint: allow squawk/renaming-${what}: nobody reads it\n`;
    expect(
      await brokenBy(
        made,
        `${rename("column")}ALTER TABLE shop.things RENAME COLUMN customer_id TO buyer_id;`,
        `${rename("table")}ALTER TABLE shop.things RENAME TO items;`,
      ),
    ).toEqual([]);
  });
});

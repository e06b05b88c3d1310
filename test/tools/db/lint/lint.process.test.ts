import { expect, test } from "vitest";
import { migrationFolder } from "#test/infrastructure/shared/database/migrations/migration-folder.ts";
import { lint } from "#tools/db/lint/lint.ts";
import { lintOf } from "./lint-of.ts";

test("the migrations of this project have no finding", async () => {
  expect(await lint()).toEqual([]);
});

test("a finding has file, place, rule, reason and a hint", async () => {
  const findings = await lintOf([
    "-- Straße\nALTER TABLE shop.orders\n  ADD COLUMN größe text, ADD COLUMN due timestamp;",
  ]);
  expect(findings).toEqual([
    {
      file: expect.stringMatching(/shop\/0002_step\.up\.sql$/),
      line: 3,
      column: 41,
      rule: "column-type",
      message: "The type timestamp. [there is a better habit for this type]",
      hint: expect.stringContaining("timestamptz(3)"),
      severity: "warning",
    },
  ]);
});

test("squawk's places are lines and characters from 1, whatever stands before them", async () => {
  const [finding] = await lintOf(["-- Straße\n/* ü */ ALTER TABLE shop.orders ALTER COLUMN note SET NOT NULL;"]);
  expect(finding).toMatchObject({ rule: "squawk/adding-not-nullable-field", line: 2, column: 51 });
});

test("a statement is found where its first word is, not at the comment before it", async () => {
  const [finding] = await lintOf(["SELECT 1;\n\n-- A comment.\nCREATE INDEX orders_note_idx ON shop.orders (note);"]);
  expect(finding).toMatchObject({ rule: "squawk/require-concurrent-index-creation", line: 4, column: 1 });
});

test("SQL that PostgreSQL can't read is found once, at its place", async () => {
  expect(await lintOf(["SELECT 'ß';\nCREATE TABEL shop.x ();"])).toMatchObject([
    { rule: "syntax", line: 2, column: 8, message: expect.stringContaining('syntax error at or near "TABEL"') },
  ]);
});

test("a down file is looked at for schemas and transactions, not for what it drops", async () => {
  const downs = ["DROP TABLE shop.orders; DROP TABLE identity.users; DROP TYPE identity.role; COMMIT;"];
  const findings = await lintOf(["SELECT 1;"], downs);
  expect(findings.map(({ rule }) => rule)).toEqual(["foreign-schema", "foreign-schema", "transaction-control"]);
});

test("only the chosen files are reported, but all are read", async () => {
  const folder = migrationFolder({
    "shop/0001_a.up.sql": "CREATE SCHEMA shop; CREATE TABLE shop.shop_a (id uuid PRIMARY KEY);",
    "shop/0001_a.down.sql": "DROP SCHEMA shop CASCADE;",
    "shop/0002_b.up.sql": "CREATE TABLE shop.shop_b (id uuid PRIMARY KEY);",
    "shop/0002_b.down.sql": "DROP TABLE shop.shop_b;",
  });
  const options = { directory: folder.directory, order: ["shop"] };
  const file = `${folder.directory}/shop/0002_b.up.sql`;
  expect((await lint(options)).length).toBe(2);
  expect(await lint({ ...options, files: [file] })).toMatchObject([{ file, rule: "repeated-schema" }]);
  await expect(lint({ ...options, files: ["other.sql"] })).rejects.toThrow("Expected a file of the migrations");
  folder.remove();
});

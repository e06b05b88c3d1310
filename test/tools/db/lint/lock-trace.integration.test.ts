import { expect, onTestFinished } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { test as base } from "#test/support/fixtures.ts";
import { describeLockTrace } from "#tools/db/lint/describe-lock-trace.ts";
import { traceLocks } from "#tools/db/lint/lock-trace.ts";
import type { LockTrace } from "#tools/db/lint/traced-locks.ts";
import { makeShop, runOn } from "./shop-with-rows.ts";

const test = base.extend("trace", async ({ emptyDatabase }) => {
  await makeShop(emptyDatabase.url);
  return (up: string): Promise<LockTrace> =>
    traceLocks({ url: emptyDatabase.url, migration: { context: "shop", id: "0002_step", upFile: "step.up.sql", up } });
});

const modesOf = ({ locks }: LockTrace) =>
  Object.fromEntries(locks.filter(({ kind }) => kind === "table").map(({ relation, mode }) => [relation, mode]));

test("a change of type locks the table against everybody, and rewrites it", async ({ trace }) => {
  const traced = await trace("SELECT 1;\nALTER TABLE shop.orders ALTER COLUMN total TYPE bigint;");
  expect(modesOf(traced)).toEqual({ "shop.orders": "ACCESS EXCLUSIVE" });
  expect(traced.rewritten).toEqual([{ relation: "shop.orders", statement: 2 }]);
  const text = describeLockTrace(traced);
  expect(text).toContain("ACCESS EXCLUSIVE on shop.orders: reads and writes wait, from statement 2 (line 2) on");
  expect(text).toContain("REWRITE of shop.orders by statement 2 (line 2)");
});

test("adding a column with a constant default rewrites and reads nothing", async ({ trace }) => {
  const traced = await trace("ALTER TABLE shop.orders ADD COLUMN priority integer NOT NULL DEFAULT 0;");
  expect(modesOf(traced)).toEqual({ "shop.orders": "ACCESS EXCLUSIVE" });
  expect(traced).toMatchObject({ rewritten: [], scanned: [] });
});

test("adding a column with a default that differs per row rewrites the table", async ({ trace }) => {
  const traced = await trace("ALTER TABLE shop.orders ADD COLUMN code uuid NOT NULL DEFAULT gen_random_uuid();");
  expect(traced.rewritten).toContainEqual({ relation: "shop.orders", statement: 1 });
});

test("building an index makes writes wait and reads all rows", async ({ trace }) => {
  const traced = await trace("CREATE INDEX orders_note_idx ON shop.orders (note);");
  expect(modesOf(traced)).toEqual({ "shop.orders": "SHARE" });
  expect(traced.scanned).toEqual([{ relation: "shop.orders", statement: 1 }]);
  expect(describeLockTrace(traced)).toContain("SHARE on shop.orders: writes wait");
});

test("building it concurrently makes nobody wait who reads or writes", async ({ trace }) => {
  const traced = await trace(
    "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY orders_note_idx ON shop.orders (note);",
  );
  expect(modesOf(traced)).toEqual({ "shop.orders": "SHARE UPDATE EXCLUSIVE" });
  expect(traced.scanned).toEqual([{ relation: "shop.orders", statement: 1 }]);
});

test("a foreign key locks both tables, and without NOT VALID reads the rows", async ({ trace }) => {
  const add =
    "ALTER TABLE shop.orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES shop.customers";
  const both = { "shop.customers": "SHARE ROW EXCLUSIVE", "shop.orders": "SHARE ROW EXCLUSIVE" };
  const checked = await trace(`${add};`);
  expect(modesOf(checked)).toEqual(both);
  expect(checked.scanned).toContainEqual({ relation: "shop.orders", statement: 1 });
  const unchecked = await trace(`${add} NOT VALID;`);
  expect(modesOf(unchecked)).toEqual(both);
  expect(unchecked.scanned).toEqual([]);
});

test("validating a constraint reads the rows while others read and write", async ({ trace, emptyDatabase }) => {
  await runOn(
    emptyDatabase.url,
    "ALTER TABLE shop.orders ADD CONSTRAINT orders_total_check CHECK (total > 0) NOT VALID",
  );
  const traced = await trace("ALTER TABLE shop.orders VALIDATE CONSTRAINT orders_total_check;");
  expect(modesOf(traced)).toEqual({ "shop.orders": "SHARE UPDATE EXCLUSIVE" });
  expect(traced).toMatchObject({ rewritten: [], scanned: [{ relation: "shop.orders", statement: 1 }] });
});

test("what the migration makes itself isn't reported", async ({ trace }) => {
  const traced = await trace(
    "CREATE TABLE shop.notes (id bigint PRIMARY KEY, text text); CREATE INDEX notes_idx ON shop.notes (text);",
  );
  expect(traced).toMatchObject({ locks: [], rewritten: [], scanned: [], empty: [] });
  expect(describeLockTrace(traced)).toContain("nobody who reads or writes has to wait for it");
});

test("an index that is locked harder than its table is named", async ({ trace }) => {
  const text = describeLockTrace(await trace("REINDEX INDEX shop.orders_total_idx;"));
  expect(text).toContain("ACCESS EXCLUSIVE on shop.orders_total_idx");
  expect(text).toContain("REWRITE of shop.orders_total_idx");
  expect(text).toContain("SHARE on shop.orders: writes wait");
});

test("it says when a locked table has no rows", async ({ trace }) => {
  const traced = await trace("ALTER TABLE shop.returns ADD COLUMN note text;");
  expect(traced.empty).toEqual(["shop.returns"]);
  expect(describeLockTrace(traced)).toContain("shop.returns has no rows here");
});

test("the database itself stays as it is, and no copy is left, also when the file fails", async ({
  trace,
  emptyDatabase,
}) => {
  await trace("DROP TABLE shop.orders;");
  await expect(trace("ALTER TABLE shop.nothing ADD COLUMN a text;")).rejects.toThrow(
    'The statement in line 1 fails on the copy: relation "shop.nothing" does not exist',
  );
  const [row] = await runOn(
    emptyDatabase.url,
    `SELECT (SELECT count(*)::int FROM shop.orders) AS orders,
       (SELECT count(*)::int FROM pg_database WHERE starts_with(datname, current_database() || '_trace_')) AS copies`,
  );
  expect(row).toEqual({ orders: 5000, copies: 0 });
});

test("a database in use is refused, with what to do", async ({ trace, emptyDatabase }) => {
  const other = await connectPlainly(emptyDatabase.url, "somebody else");
  onTestFinished(() => other.end());
  await expect(trace("SELECT 1;")).rejects.toThrow("It can only be copied while nobody is connected to it");
});

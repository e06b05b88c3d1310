import { describe, expect, onTestFinished } from "vitest";
import { HistoryMismatch } from "#infrastructure/shared/database/migrations/migration-history.ts";
import { status } from "#infrastructure/shared/database/migrations/migration-status.ts";
import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import { eventually } from "#test/support/eventually.ts";
import { test } from "#test/support/fixtures.ts";
import { startTransactionPooler } from "#test/support/transaction-pooler.ts";
import { all, column, connect, order, shopAndCellar } from "./support.ts";

test("a fresh database gets every migration in order, and the next start has nothing to do", async ({
  emptyDatabase: { url },
}) => {
  const { directory } = shopAndCellar();
  expect(await migrate({ url, directory, order })).toEqual(all);
  expect(await migrate({ url, directory, order })).toEqual([]);
  const client = await connect(url);
  expect(await column(client, "SELECT name FROM migrations.shop ORDER BY id")).toEqual(["0001_schema", "0002_items"]);
  expect(await column(client, "SELECT name FROM migrations.cellar")).toEqual(["0001_schema"]);
  expect(await column(client, "SELECT count(*)::int FROM shop.items")).toEqual([0]);
});

test("a new migration of an early context is applied after later contexts were", async ({ emptyDatabase: { url } }) => {
  const migrations = shopAndCellar();
  await migrate({ url, directory: migrations.directory, order });
  migrations.write("shop/0003_more.up.sql", "CREATE TABLE shop.more ();");
  migrations.write("shop/0003_more.down.sql", "DROP TABLE shop.more;");
  expect(await migrate({ url, directory: migrations.directory, order })).toEqual(["shop/0003_more"]);
});

describe("while another instance migrates", () => {
  test("the wait is announced, and a concurrent index build of the other does not deadlock with it", async ({
    emptyDatabase: { url },
  }) => {
    const { directory } = shopAndCellar();
    const other = await connect(url);
    await other.query("CREATE TABLE big AS SELECT generate_series(1, 1000) AS id");
    await other.query("SELECT pg_advisory_lock(8101753469)");
    const lines: string[] = [];
    const waiting = migrate({ url, directory, order, onProgress: (line) => lines.push(line) });
    await eventually(() => expect(lines).toEqual([expect.stringMatching(/^Waiting for .* to finish migrating/)]));
    await other.query("CREATE INDEX CONCURRENTLY ON big (id)");
    await other.query("SELECT pg_advisory_unlock(8101753469)");
    expect(await waiting).toEqual(all);
  });

  test("the wait is bounded, and the message says who is waited for", async ({ emptyDatabase: { url } }) => {
    const other = await connect(url);
    await other.query("SELECT pg_advisory_lock(8101753469)");
    await expect(migrate({ url, directory: shopAndCellar().directory, order, waitTimeout: 150 })).rejects.toThrow(
      /another instance \(the other, process \d+ \(server process \d+\)\)/,
    );
    expect(await column(other, "SELECT count(*)::int FROM pg_namespace WHERE nspname = 'shop'")).toEqual([0]);
  });
});

describe("a migration that fails", () => {
  test("leaves nothing of its file, keeps the earlier ones, and names file, line and hint", async ({
    emptyDatabase: { url },
  }) => {
    const migrations = shopAndCellar({
      "shop/0002_items.up.sql": "CREATE TABLE shop.items (id int);\n-- 😀\nSELECT ida FROM shop.items;",
    });
    const failing = migrate({ url, directory: migrations.directory, order });
    await expect(failing).rejects.toThrow(
      /0002_items\.up\.sql:3:8: column "ida" does not exist[^]*Hint: [^]*Nothing of this/,
    );
    const client = await connect(url);
    expect(await column(client, "SELECT name FROM migrations.shop")).toEqual(["0001_schema"]);
    expect(await column(client, "SELECT to_regclass('shop.items')")).toEqual([null]);
    expect(await column(client, "SELECT to_regnamespace('cellar')")).toEqual([null]);

    migrations.write("shop/0002_items.up.sql", "CREATE TABLE shop.items (id int);");
    expect(await migrate({ url, directory: migrations.directory, order })).toEqual(all.slice(1));
  });

  test("because another session holds a lock says so after the lock timeout", async ({ emptyDatabase: { url } }) => {
    const migrations = shopAndCellar();
    await migrate({ url, directory: migrations.directory, order });
    migrations.write("shop/0003_wider.up.sql", "ALTER TABLE shop.items ADD COLUMN wide int;");
    migrations.write("shop/0003_wider.down.sql", "ALTER TABLE shop.items DROP COLUMN wide;");
    const other = await connect(url);
    await other.query("BEGIN; LOCK TABLE shop.items");
    const failing = migrate({ url, directory: migrations.directory, order, lockTimeout: 100 });
    await expect(failing).rejects.toThrow(/0003_wider\.up\.sql: .*lock timeout[^]*Another session held a lock/);
  });

  test("because a DO commits keeps nothing, and says so", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar({
      "shop/0002_items.up.sql": "CREATE TABLE shop.items (); DO $$ BEGIN COMMIT; END $$;",
    });
    await expect(migrate({ url, directory, order })).rejects.toThrow(/transaction termination[^]*Nothing of this file/);
    expect(await column(await connect(url), "SELECT to_regclass('shop.items')")).toEqual([null]);
  });

  test("on a standby or a server that is only read says where migrations belong", async ({
    emptyDatabase: { url },
  }) => {
    const client = await connect(url);
    await client.query(
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$",
    );
    await expect(migrate({ url, directory: shopAndCellar().directory, order })).rejects.toThrow(
      /read-only transaction \(25006\)\. .*set DATABASE_MIGRATION_URL to the primary/,
    );
  });
});

test.for([
  ["a COMMIT", "CREATE TABLE shop.items (); COMMIT; SELECT 1;"],
  ["a second transaction, which fails", "CREATE TABLE shop.items (); COMMIT; BEGIN; SELECT 1 / 0;"],
  ["a transaction of its own", "BEGIN; CREATE TABLE shop.items (); COMMIT;"],
])("a file with %s is refused before anything is run", async ([, up], { emptyDatabase: { url } }) => {
  const { directory } = shopAndCellar({ "shop/0002_items.up.sql": String(up) });
  await expect(migrate({ url, directory, order })).rejects.toThrow(
    /0002_items\.up\.sql holds BEGIN, COMMIT or the like: [^]*remove them/,
  );
  expect(await column(await connect(url), "SELECT to_regnamespace('shop')")).toEqual([null]);
});

test("a file may hold savepoints, functions with BEGIN and END, and reset all settings", async ({
  emptyDatabase: { url },
}) => {
  const { directory } = shopAndCellar({
    "shop/0002_items.up.sql": `RESET ALL; SAVEPOINT before; CREATE TABLE shop.items (id int); RELEASE before;
      CREATE FUNCTION shop.f() RETURNS int BEGIN ATOMIC SELECT 1; END;
      CREATE PROCEDURE shop.p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;`,
  });
  expect(await migrate({ url, directory, order })).toEqual(all);
});

describe("a history that does not fit the files", () => {
  test("because the database is newer is refused, and nothing is run", async ({ emptyDatabase: { url } }) => {
    const migrations = shopAndCellar();
    await migrate({ url, directory: migrations.directory, order });
    migrations.remove("shop/0002_items.up.sql");
    migrations.remove("shop/0002_items.down.sql");
    migrations.write("cellar/0002_new.up.sql", "CREATE TABLE cellar.new ();");
    migrations.write("cellar/0002_new.down.sql", "DROP TABLE cellar.new;");
    const failing = migrate({ url, directory: migrations.directory, order });
    await expect(failing).rejects.toThrow(HistoryMismatch);
    await expect(failing).rejects.toThrow("shop/0002_items was applied but has no file here: the database is newer");
    expect(await column(await connect(url), "SELECT to_regclass('cellar.new')")).toEqual([null]);
  });

  test("because a lower number came late is refused", async ({ emptyDatabase: { url } }) => {
    const migrations = shopAndCellar({
      "shop/0004_late.up.sql": "SELECT 1;",
      "shop/0004_late.down.sql": "SELECT 1;",
    });
    await migrate({ url, directory: migrations.directory, order });
    migrations.write("shop/0003_early.up.sql", "SELECT 1;");
    migrations.write("shop/0003_early.down.sql", "SELECT 1;");
    const failing = migrate({ url, directory: migrations.directory, order });
    await expect(failing).rejects.toThrow("shop/0003_early was not applied, but the later 0004_late was");
  });
});

test("a pooler that didn't give itself away in the URL is warned about", async ({ emptyDatabase: { url } }) => {
  const pooler = await startTransactionPooler(url);
  onTestFinished(() => pooler.close());
  const warnings: string[] = [];
  const onWarning = (line: string) => warnings.push(line);
  const { directory } = shopAndCellar();
  const silent = new URL(pooler.url(url));
  silent.searchParams.delete("pgbouncer");
  await status({ url: silent.href, directory, order, onWarning });
  expect(warnings).toEqual([expect.stringMatching(/through a pooler.*set DATABASE_MIGRATION_URL/)]);
  await status({ url, directory, order, onWarning });
  expect(warnings).toHaveLength(1);
});

test("a database that can't be reached is named without its password", async () => {
  const failing = migrate({
    url: "postgres://me:secret@127.0.0.1:1/shop",
    directory: shopAndCellar().directory,
    order,
  });
  await expect(failing).rejects.toThrow(/Can't connect to database "shop" on 127\.0\.0\.1:1 as "me": .*ECONNREFUSED/);
  await expect(failing).rejects.not.toThrow(/secret/);
});

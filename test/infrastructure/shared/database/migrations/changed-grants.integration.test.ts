import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { serviceRole } from "#infrastructure/shared/database/migrations/database-roles.ts";
import { grant } from "#infrastructure/shared/database/migrations/grants.ts";
import { status } from "#infrastructure/shared/database/migrations/migration-status.ts";
import { down, migrate, up } from "#infrastructure/shared/database/migrations/migrations.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { test as base } from "#test/support/fixtures.ts";
import { migrationFolder } from "./migration-folder.ts";

const reading = `GRANT SELECT ON shop.items TO ${serviceRole};`;
const writing = `GRANT SELECT, INSERT ON shop.items TO ${serviceRole};`;

/** A database with one context, `shop`, on whose tables the service may read. */
const test = base.extend("shop", async ({ emptyDatabase, admin }, { onCleanup }) => {
  // Roles belong to the whole server: other tests give theirs to contexts of other names.
  const context = `shop_${randomBytes(4).toString("hex")}`;
  const own = (sql: string) => sql.replaceAll("shop.", `${context}.`);
  const folder = migrationFolder({
    [`${context}/0001_items.up.sql`]: `CREATE SCHEMA ${context}; CREATE TABLE ${context}.items (id integer PRIMARY KEY);`,
    [`${context}/0001_items.down.sql`]: `DROP TABLE ${context}.items; DROP SCHEMA ${context};`,
    [`${context}/grants.sql`]: own(reading),
  });
  const said: string[] = [];
  const options = {
    url: emptyDatabase.url,
    directory: folder.directory,
    order: [context],
    onProgress: (line: string) => void said.push(line),
  };
  await migrate(options);
  onCleanup(async () => {
    folder.remove();
    const client = await connectPlainly(emptyDatabase.url, "test of grants");
    await client.query(`DROP OWNED BY plinth_${context}`);
    await client.end();
    await admin.query(`DROP ROLE plinth_${context}`);
  });
  const rights = async () => {
    const client = await connectPlainly(emptyDatabase.url, "test of grants");
    const { rows } = await client.query<{ right: string }>(
      `SELECT privilege_type AS right FROM pg_class CROSS JOIN aclexplode(relacl)
       WHERE pg_class.oid = $1::regclass AND grantee = $2::regrole ORDER BY 1`,
      [`${context}.items`, serviceRole],
    );
    await client.end();
    return rows.map(({ right }) => right);
  };
  return { context, options, said, rights, change: (sql: string) => folder.write(`${context}/grants.sql`, own(sql)) };
});

const statesOf = async (options: Parameters<typeof status>[0]) =>
  (await status(options)).grants.map(({ state }) => state);

test("a changed grants.sql is applied by the next start, without a migration, and once", async ({ shop }) => {
  expect(await shop.rights()).toEqual(["SELECT"]);
  expect(await statesOf(shop.options)).toEqual(["granted"]);
  shop.change(writing);
  expect(await statesOf(shop.options)).toEqual(["changed"]);
  shop.said.length = 0;
  expect(await migrate(shop.options)).toEqual([]);
  expect(await shop.rights()).toEqual(["INSERT", "SELECT"]);
  expect(shop.said).toEqual([expect.stringMatching(/^Granting what \S+grants\.sql says\.$/)]);
  expect(await statesOf(shop.options)).toEqual(["granted"]);
  await migrate(shop.options);
  expect(shop.said).toHaveLength(1);
});

test("other line ends are no change", async ({ shop }) => {
  shop.change(`${reading}\n`);
  await migrate(shop.options);
  shop.change(`${reading}\r\n`);
  expect(await statesOf(shop.options)).toEqual(["granted"]);
});

test("an instance of an older version leaves the newer rights, and says so until it is meant", async ({ shop }) => {
  shop.change(writing);
  await migrate(shop.options);
  shop.change(reading);
  shop.said.length = 0;
  await migrate(shop.options);
  expect(await shop.rights()).toEqual(["INSERT", "SELECT"]);
  expect(shop.said).toEqual([expect.stringMatching(/grants\.sql was applied, and another one after it.*db -- grant/)]);
  expect(await statesOf(shop.options)).toEqual(["older"]);

  await grant(shop.options);
  expect(await shop.rights()).toEqual(["SELECT"]);
  expect(await statesOf(shop.options)).toEqual(["granted"]);
});

test("a grants.sql that fails stops each start until it is corrected, and changes nothing", async ({ shop }) => {
  shop.change(`${writing} GRANT SELECT ON shop.nothing TO ${serviceRole};`);
  for (const attempt of ["the first", "the second"])
    await expect(migrate(shop.options), attempt).rejects.toThrow(/grants\.sql: relation .* does not exist\. No rights/);
  expect(await shop.rights()).toEqual(["SELECT"]);
  shop.change(writing);
  await migrate(shop.options);
  expect(await shop.rights()).toEqual(["INSERT", "SELECT"]);
});

test("tables that were undone and made again have their rights again", async ({ shop }) => {
  await down({ ...shop.options, steps: "all" });
  expect(await statesOf(shop.options)).toEqual([]);
  await up(shop.options);
  expect(await shop.rights()).toEqual(["SELECT"]);
});

import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { expect } from "vitest";
import { migrationsDirectory } from "#infrastructure/shared/database/migrations/migrations.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { eventually } from "./eventually.ts";
import { test as base } from "./fixtures.ts";
import { buildTemplate } from "./template.ts";
import { createTestDatabase, withDatabase } from "./test-database.ts";

const firstMigration = "platform/0001_create_idempotency_keys.up.sql";

const test = base
  .extend("directory", ({}, { onCleanup }) => {
    const directory = mkdtempSync(join(tmpdir(), "plinth-template-"));
    onCleanup(() => rmSync(directory, { recursive: true }));
    cpSync(migrationsDirectory, directory, { recursive: true });
    return directory;
  })
  .extend("run", ({ emptyDatabase: { url }, directory }, { onCleanup }) => {
    const clients: pg.Client[] = [];
    onCleanup(async () => void (await Promise.all(clients.map((client) => client.end()))));
    return async () => {
      const client = await connectPlainly(url, "test");
      clients.push(client);
      return { client, build: () => buildTemplate(client, url, { directory }) };
    };
  })
  .extend("templates", ({ admin, emptyDatabase: { name } }) => async () => {
    const { rows } = await admin.query<{ datname: string; oid: number; sealed: boolean }>(
      `SELECT datname, oid, datistemplate AND NOT datallowconn AS sealed
       FROM pg_database WHERE starts_with(datname, $1)`,
      [`${name}_template_`],
    );
    return rows;
  });

test("a template is built once, by runs that begin together as by later ones", async ({ run, templates }) => {
  const runs = [await run(), await run(), await run()];
  const names = await Promise.all(runs.map(({ build }) => build()));
  const built = await templates();
  expect(built).toEqual([{ datname: names[0], oid: expect.any(Number) as number, sealed: true }]);
  expect(new Set(names).size).toBe(1);
  await (await run()).build();
  expect(await templates()).toEqual(built);
});

test("nobody can connect to it, so it can always be copied", async ({ run, emptyDatabase }) => {
  const { build, client } = await run();
  const name = await build();
  await expect(connectPlainly(withDatabase(emptyDatabase.url, name), "test")).rejects.toThrow(name);
  await expect(client.query(`DROP DATABASE "${name}"`)).rejects.toThrow("template");
});

test("an edited migration makes another one; the old one goes when no run uses it", async ({
  run,
  templates,
  directory,
  emptyDatabase,
}) => {
  const [first, second] = [await run(), await run()];
  const old = await first.build();
  appendFileSync(join(directory, firstMigration), "\nCREATE TABLE platform.brand_new ();\n");
  const edited = await second.build();
  expect((await templates()).map(({ datname }) => datname).toSorted()).toEqual([old, edited].toSorted());

  const copy = await createTestDatabase(second.client, `${emptyDatabase.name}_db_`, edited);
  const client = await connectPlainly(withDatabase(emptyDatabase.url, copy), "test");
  await expect(client.query("SELECT FROM platform.brand_new")).resolves.toMatchObject({ rowCount: 0 });
  await client.end();

  await first.client.end();
  await eventually(async () => {
    await second.build();
    expect((await templates()).map(({ datname }) => datname)).toEqual([edited]);
  });
});

test("one that a killed run left half-built is built anew", async ({ run, templates, admin }) => {
  const { build } = await run();
  const name = await build();
  await admin.query(`ALTER DATABASE "${name}" WITH IS_TEMPLATE false`);
  const [half] = await templates();
  await build();
  const [whole] = await templates();
  expect(whole).toMatchObject({ datname: name, sealed: true });
  expect(whole?.oid).not.toBe(half?.oid);
});

test("whatever else lies in the migrations' folders belongs to the name: data that is sown, too", async ({
  run,
  directory,
}) => {
  const { build } = await run();
  const before = await build();
  writeFileSync(join(directory, "order.txt"), "");
  expect(await build()).not.toBe(before);
});

import { expect, inject } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { DatabasePool } from "./database-pool.ts";
import { eventually } from "./eventually.ts";
import { test as base } from "./fixtures.ts";

/** `pool`: one of the test's own; `databases`: those of them that exist. */
const test = base
  .extend("prefix", ({ emptyDatabase: { name } }) => `${name}_db_`)
  .extend("pool", ({ adminUrl, prefix }) => new DatabasePool({ adminUrl, prefix, template: inject("template") }))
  .extend("existing", ({ admin, prefix }) => async () => {
    const { rows } = await admin.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1",
      [prefix],
    );
    return rows.map(({ datname }) => datname);
  });

test("gives everybody who takes at the same time a database of his own", async ({ pool, existing }) => {
  pool.prefetch("migrated");
  const taken = await Promise.all([pool.take("migrated"), pool.take("migrated"), pool.take("empty")]);
  expect(await existing()).toEqual(taken.map(({ name }) => name).toSorted());
  expect(new Set(taken.map(({ name }) => name)).size).toBe(3);
  await pool.close();
});

test("makes one ahead and no more, and gives that away first", async ({ pool, existing }) => {
  pool.prefetch("migrated");
  pool.prefetch("migrated");
  await pool.idle();
  const ahead = await existing();
  expect(ahead).toHaveLength(1);
  expect(await pool.take("migrated")).toMatchObject({ name: ahead[0] });
  await pool.close();
});

test("has dropped at its end what was given back and what nobody has taken, and nothing else", async ({
  pool,
  existing,
}) => {
  const [kept, givenBack] = [await pool.take("empty"), await pool.take("migrated")];
  pool.prefetch("empty");
  pool.drop(givenBack);
  await pool.close();
  expect(await existing()).toEqual([kept.name]);
});

test("drops what was given back, with the connections that are open, while it goes on", async ({ pool, existing }) => {
  const database = await pool.take("empty");
  await connectPlainly(database.url, "test");
  pool.drop(database);
  const next = await pool.take("empty");
  await eventually(async () => expect(await existing()).toEqual([next.name]));
  await pool.close();
});

test("whoever takes a database that could not be made hears why; the end goes well", async ({ adminUrl, prefix }) => {
  const pool = new DatabasePool({ adminUrl, prefix, template: "plinth_test_missing" });
  pool.prefetch("migrated");
  await expect(pool.take("migrated")).rejects.toThrow("plinth_test_missing");
  pool.prefetch("migrated");
  await pool.close();
});

import type pg from "pg";
import { describe, expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { test as base } from "./fixtures.ts";
import { prepareReset } from "./reset-tables.ts";

const test = base.extend("client", async ({ emptyDatabase }, { onCleanup }) => {
  const client = await connectPlainly(emptyDatabase.url, "plinth tests");
  onCleanup(() => client.end());
  return client;
});

const rowsOf = async (client: pg.Client, table: string) => (await client.query<object>(`TABLE ${table}`)).rows;

describe("a reset", () => {
  test("deletes children before parents, also of those that refer with RESTRICT", async ({ client }) => {
    await client.query(`CREATE TABLE a_parent (id int PRIMARY KEY);
      CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL REFERENCES a_parent ON DELETE RESTRICT);
      CREATE TABLE grandchild (child int NOT NULL REFERENCES child ON DELETE RESTRICT)`);
    const reset = await prepareReset(client);
    await client.query(
      `INSERT INTO a_parent VALUES (1); INSERT INTO child VALUES (2, 1); INSERT INTO grandchild VALUES (2)`,
    );
    await reset();
    for (const table of ["a_parent", "child", "grandchild"]) expect(await rowsOf(client, table)).toEqual([]);
  });

  test.for(["", "ON DELETE RESTRICT", "DEFERRABLE INITIALLY DEFERRED"])(
    "deletes tables that refer to each other, or to themselves: %s",
    async (option, { client }) => {
      await client.query(`CREATE TABLE teams (id int PRIMARY KEY, captain int);
        CREATE TABLE players (id int PRIMARY KEY, team int NOT NULL REFERENCES teams ${option}, mentor int REFERENCES players ${option});
        ALTER TABLE teams ADD FOREIGN KEY (captain) REFERENCES players ${option}`);
      const reset = await prepareReset(client);
      await client.query(
        `INSERT INTO teams VALUES (1); INSERT INTO players VALUES (1, 1, 1), (2, 1, 1); UPDATE teams SET captain = 2`,
      );
      await reset();
      expect([...(await rowsOf(client, "teams")), ...(await rowsOf(client, "players"))]).toEqual([]);
    },
  );

  test("deletes from partitions, other schemas and oddly named tables", async ({ client }) => {
    await client.query(`CREATE SCHEMA "Odd"; CREATE TABLE "Odd"."My $name$ ""table""" (id int);
      CREATE TABLE measured (day int PRIMARY KEY) PARTITION BY RANGE (day);
      CREATE TABLE measured_1 PARTITION OF measured FOR VALUES FROM (1) TO (10);
      CREATE TABLE remarks (day int REFERENCES measured)`);
    const reset = await prepareReset(client);
    const odd = '"Odd"."My $name$ ""table"""';
    await client.query(
      `INSERT INTO ${odd} VALUES (1); INSERT INTO measured VALUES (3); INSERT INTO remarks VALUES (3)`,
    );
    await reset();
    for (const table of [odd, "measured", "remarks"]) expect(await rowsOf(client, table)).toEqual([]);
  });

  test("brings back the rows that were there at first, whatever has become of them", async ({ client }) => {
    await client.query(`CREATE TABLE countries (code text PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY,
        lower text GENERATED ALWAYS AS (lower(code)) STORED);
      CREATE TABLE cities (name text, country text NOT NULL REFERENCES countries);
      INSERT INTO countries (code) VALUES ('DE'), ('PT'); INSERT INTO cities VALUES ('Porto', 'PT')`);
    const [countries, cities] = [await rowsOf(client, "countries"), await rowsOf(client, "cities")];
    const reset = await prepareReset(client);
    for (const change of [
      "DELETE FROM cities",
      "UPDATE cities SET country = 'DE'",
      "INSERT INTO countries VALUES ('FR')",
    ]) {
      await client.query(change);
      await reset();
      expect(await rowsOf(client, "countries")).toEqual(countries);
      expect(await rowsOf(client, "cities")).toEqual(cities);
    }
  });

  test("restarts sequences from where they were", async ({ client }) => {
    await client.query(`CREATE TABLE rows (id int GENERATED ALWAYS AS IDENTITY, other bigserial, n int);
      CREATE SEQUENCE tickets START 100; CREATE SEQUENCE used; SELECT nextval('used'), nextval('used')`);
    const reset = await prepareReset(client);
    const next = async () => {
      await client.query("INSERT INTO rows (n) VALUES (0)");
      const { rows } = await client.query<object>(
        "SELECT id, other::int, nextval('tickets')::int AS ticket, nextval('used')::int AS used FROM rows",
      );
      return rows;
    };
    expect(await next()).toEqual([{ id: 1, other: 1, ticket: 100, used: 3 }]);
    await reset();
    expect(await next()).toEqual([{ id: 1, other: 1, ticket: 100, used: 3 }]);
  });

  test("says which table it couldn't empty because of a trigger", async ({ client }) => {
    await client.query(`CREATE TABLE audit (what text); CREATE TABLE things (id int);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit VALUES (TG_OP); RETURN NULL; END $$;
      CREATE TRIGGER note AFTER DELETE ON things FOR EACH ROW EXECUTE FUNCTION note()`);
    const reset = await prepareReset(client);
    await client.query("INSERT INTO things VALUES (1)");
    await expect(reset()).rejects.toThrow("still rows in public.audit, probably written by a trigger");
  });

  test("changes nothing when one table refuses", async ({ client }) => {
    await client.query(`CREATE TABLE a (id int); CREATE TABLE z (id int);
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'append only'; END $$;
      CREATE TRIGGER refuse BEFORE DELETE ON z FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const reset = await prepareReset(client);
    await client.query("INSERT INTO a VALUES (1); INSERT INTO z VALUES (1)");
    await expect(reset()).rejects.toThrow("couldn't be emptied: append only. A test must await all that it starts");
    expect(await rowsOf(client, "a")).toEqual([{ id: 1 }]);
  });

  test("doesn't wait for ever for what an earlier test has left open", async ({ client, emptyDatabase }) => {
    await client.query("CREATE TABLE a (id int)");
    const reset = await prepareReset(client, { lockTimeout: 20 });
    const left = await connectPlainly(emptyDatabase.url, "plinth tests");
    await left.query("BEGIN; LOCK TABLE a");
    await expect(reset()).rejects.toThrow("due to lock timeout. A test must await all that it starts");
    await left.end();
  });

  test("of a database without tables does nothing", async ({ client }) => {
    const reset = await prepareReset(client);
    await expect(reset()).resolves.toBeUndefined();
  });
});

import { describe, expect } from "vitest";
import { states, test } from "./command-line-fixture.ts";
import { db } from "./command-line.ts";

describe("drop", () => {
  test("drops every context and the history after the name of the database, and nothing else", async ({
    run,
    emptyDatabase: { name },
  }) => {
    await run("up");
    await run.query("CREATE SCHEMA bystander");
    await run.query("CREATE TABLE migrations.bystander (LIKE migrations.shop)");
    expect(await run("drop", "y")).toMatchObject({ code: 1 });
    const { code, out } = await run("drop", name);
    expect({ code, out }).toEqual({ code: 0, out: "dropped cellar, migrations, shop" });
    expect(
      await run.query("SELECT nspname FROM pg_namespace WHERE nspname ~ '^(shop|cellar|migrations|bystander)$'"),
    ).toEqual([{ nspname: "bystander" }]);
    expect(await run("drop --yes")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Nothing to drop") as string,
    });
  });

  test.for(["drop --yes", "reset --yes", "down --all --yes", "seed --yes", "seed --i-know-this-is-production"])(
    "is refused where the database looks like production: %s",
    async (args, { run, emptyDatabase: { url } }) => {
      await run("up");
      const environment = { DATABASE_URL: url, NODE_ENV: "production" };
      const { code, err } = await db(args.split(" "), { directory: run.project.directory, environment });
      expect(err).toMatch(/is refused: .* looks like production \(NODE_ENV is production\)\. Nothing was done\./);
      expect(code).toBe(1);
      expect(await states(run)).toBe("applied applied applied");
    },
  );

  test("trace is refused there, too, and doesn't advise what it can't take", async ({
    run,
    emptyDatabase: { url },
  }) => {
    await run("up");
    const environment = { DATABASE_URL: url, NODE_ENV: "production" };
    const { code, err } = await db(["trace", "shop/0001"], { directory: run.project.directory, environment });
    expect(err.trim()).toMatch(/is refused: .* looks like production \(NODE_ENV is production\)\. Nothing was done\.$/);
    expect(code).toBe(1);
  });

  test("goes on there when told so twice", async ({ run, emptyDatabase: { url } }) => {
    await run("up");
    const environment = { DATABASE_URL: url, NODE_ENV: "production" };
    const args = ["drop", "--yes", "--i-know-this-is-production"];
    expect(await db(args, { directory: run.project.directory, environment })).toMatchObject({ code: 0 });
  });
});

describe("seed", () => {
  test("runs the seeds in the order of the contexts, and again without harm", async ({ run }) => {
    run.project.write("cellar/seed.sql", "CREATE TABLE cellar.copy AS SELECT * FROM shop.items;");
    run.project.write("shop/seed.sql", "INSERT INTO shop.items VALUES (1), (2) ON CONFLICT DO NOTHING;");
    await run("up");
    expect(await run("seed")).toMatchObject({ code: 0, out: "seeded shop, cellar" });
    expect(await run("seed shop")).toMatchObject({ code: 0, out: "seeded shop" });
    expect(await run.query("SELECT count(*)::int FROM cellar.copy")).toEqual([{ count: 2 }]);
  });

  test("keeps nothing of a file that fails, and names its line", async ({ run }) => {
    run.project.write("shop/seed.sql", "INSERT INTO shop.items VALUES (1);\nINSERT INTO shop.itms VALUES (2);");
    await run("up");
    const { code, err } = await run("seed");
    expect(err).toMatch(/shop\/seed\.sql:2: relation "shop\.itms" does not exist\. Nothing of this file was kept\./);
    expect(code).toBe(1);
    expect(await run.query("SELECT id FROM shop.items")).toEqual([]);
  });

  test("says where there is none", async ({ run }) => {
    expect(await run("seed cellar")).toMatchObject({ code: 0, out: "There is no seed.sql in cellar." });
    expect(await run("seed")).toMatchObject({ code: 0, out: "No context has a seed.sql." });
  });

  test("knows no other contexts", async ({ run }) => {
    expect(await run("seed attic")).toMatchObject({
      code: 2,
      err: expect.stringContaining('no context "attic"') as string,
    });
  });
});

test("reset makes the database anew", async ({ run }) => {
  run.project.write("shop/seed.sql", "INSERT INTO shop.items VALUES (7);");
  await run("up");
  await run.query("CREATE TABLE shop.by_hand ()");
  expect(await run("reset --yes")).toMatchObject({ code: 0, out: expect.stringContaining("seeded shop") as string });
  expect(await run.query("SELECT relname FROM pg_class WHERE relname = 'by_hand'")).toEqual([]);
  expect(await run.query("SELECT id FROM shop.items")).toEqual([{ id: 7 }]);
});

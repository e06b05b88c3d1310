import { describe, expect } from "vitest";
import { states, test } from "./command-line-fixture.ts";
import { db } from "./command-line.ts";

describe("status", () => {
  test("tells every state, and fails for them only with --exit-code", async ({ run }) => {
    await run("up 2");
    run.project.write("shop/0002_items.up.sql", "CREATE TABLE shop.items (id bigint PRIMARY KEY);");
    const { code, out } = await run("status");
    expect(out).toMatch(
      /^applied {3}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}shop\/0001_schema\nedited .*shop\/0002_items$/m,
    );
    expect(out).toMatch(/^pending +cellar\/0001_schema\n1 applied, 1 pending, 1 edited$/m);
    expect(code).toBe(0);
    expect(await run("status --exit-code")).toMatchObject({ code: 1 });
  });

  test("is content when everything is applied", async ({ run }) => {
    await run("up");
    expect(await run("status --exit-code")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^3 applied$/m) as string,
    });
  });

  test("names an index that a failed build has left", async ({ run }) => {
    await run("up");
    await run.query("INSERT INTO shop.items SELECT generate_series(1, 2)");
    await expect(run.query("CREATE UNIQUE INDEX CONCURRENTLY broken ON shop.items ((id / 100))")).rejects.toThrow(
      "broken",
    );
    const { code, out } = await run("status --exit-code");
    expect(out).toContain("invalid index: shop.broken on shop.items; DROP INDEX CONCURRENTLY shop.broken");
    expect(code).toBe(1);
  });
});

test("status tells a grants.sql that isn't applied, and fails for it only with --exit-code", async ({ run }) => {
  await run("up");
  run.project.write("shop/grants.sql", "SELECT 1;");
  expect(await run("status")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/shop\/grants\.sql isn't applied: up, grant and the next start do that$/m) as string,
  });
  expect(await run("status --exit-code")).toMatchObject({ code: 1 });
});

test("version tells the highest number of each context", async ({ run }) => {
  await run("up 2");
  expect((await run("version")).out).toBe("shop/0002\ncellar/0000");
});

test("validate names what is wrong with the files, without a database if wanted", async ({ run }) => {
  expect(await run("validate")).toMatchObject({ code: 0, out: "All is well." });
  run.project.write("shop/0002_again.up.sql", "SELECT 1;");
  const { code, out } = await db(["validate", "--files"], run.project);
  expect(out).toContain("shop/0002_again and shop/0002_items have the same number");
  expect(code).toBe(1);
});

test("force ends a dirty state, after asking", async ({ run }) => {
  run.project.write(
    "shop/0003_index.up.sql",
    "-- migrate: no-transaction\nINSERT INTO shop.items VALUES (1), (2);\n" +
      "CREATE UNIQUE INDEX CONCURRENTLY broken ON shop.items ((id / 100));",
  );
  run.project.write("shop/0003_index.down.sql", "DROP INDEX shop.broken;");
  expect(await run("force shop/0003 --yes")).toMatchObject({
    code: 1,
    err: expect.stringContaining("dirty") as string,
  });
  expect(await run("up")).toMatchObject({ code: 1 });
  expect(await states(run)).toBe("applied applied dirty pending");
  expect(await run("force shop/0003", "n")).toMatchObject({ code: 1 });
  const { code, out } = await run("force shop/0003 --yes");
  expect({ code, out }).toEqual({ code: 0, out: "shop/0003_index counts as applied from now on." });
  expect(await states(run)).toBe("applied applied applied pending");
});

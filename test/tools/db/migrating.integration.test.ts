import { describe, expect } from "vitest";
import { states, test } from "./command-line-fixture.ts";

describe("up", () => {
  test("applies everything, tells it on stdout and how it goes on stderr", async ({ run }) => {
    const { code, out, err } = await run("up");
    expect(out).toBe("applied shop/0001_schema\napplied shop/0002_items\napplied cellar/0001_schema");
    expect(err).toContain("shop/0001_schema");
    expect(code).toBe(0);
    expect((await run("up")).out).toBe("Nothing to do: every migration is applied.");
  });

  test("applies the next N", async ({ run }) => {
    await run("up 2");
    expect(await states(run)).toBe("applied applied pending");
  });

  test("refuses what was merged late, unless told otherwise", async ({ run }) => {
    run.project.write("shop/0004_late.up.sql", "CREATE TABLE shop.late ();");
    run.project.write("shop/0004_late.down.sql", "DROP TABLE shop.late;");
    await run("up");
    run.project.write("shop/0003_early.up.sql", "CREATE TABLE shop.early ();");
    run.project.write("shop/0003_early.down.sql", "DROP TABLE shop.early;");
    const { code, err } = await run("up");
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("up --allow-missing") as string });
    expect((await run("up --allow-missing")).out).toBe("applied shop/0003_early");
  });

  test("fails with what PostgreSQL says, as one JSON document with --json", async ({ run }) => {
    run.project.write("shop/0002_items.up.sql", "CREATE TABLE shop.items (id integr);");
    const { code, out } = await run("up --json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { message: expect.stringMatching(/integr/) as string } });
  });
});

test("dry-run prints what up would run, and writes nothing", async ({ run }) => {
  const { code, out } = await run("dry-run 2");
  expect(out).toMatch(/0001_schema\.up\.sql\nCREATE SCHEMA shop;\n\n.*0002_items\.up\.sql\nCREATE TABLE shop\.items/);
  expect(out).not.toContain("cellar");
  expect(code).toBe(0);
  expect(await run.query("SELECT FROM pg_namespace WHERE nspname IN ('shop', 'migrations')")).toEqual([]);
});

describe("down", () => {
  test("undoes one, after asking", async ({ run }) => {
    await run("up");
    const { code, out, questions } = await run("down", "y");
    expect(questions).toEqual([expect.stringMatching(/^This undoes cellar\/0001_schema on .*\? \[y\/N\] $/)]);
    expect({ code, out }).toEqual({ code: 0, out: "undid cellar/0001_schema" });
  });

  test.for(["", "n", "nonsense"])('undoes nothing when the answer is "%s"', async (answer, { run }) => {
    await run("up");
    const { code, err } = await run("down", answer);
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("Nothing was done.") as string });
    expect(await states(run)).toBe("applied applied applied");
  });

  test("needs --yes where nobody can be asked", async ({ run }) => {
    await run("up");
    expect(await run("down 2")).toMatchObject({ code: 2, err: expect.stringContaining("--yes") as string });
    expect(await states(run)).toBe("applied applied applied");
    expect(await run("down 2 --yes")).toMatchObject({ code: 0 });
    expect(await states(run)).toBe("applied pending pending");
  });

  test("undoes everything with --all, after the name of the database", async ({ run, emptyDatabase: { name } }) => {
    await run("up");
    expect(await run("down --all", "y")).toMatchObject({
      code: 1,
      err: expect.stringContaining(`"${name}"`) as string,
    });
    expect(await states(run)).toBe("applied applied applied");
    expect(await run("down --all", name)).toMatchObject({ code: 0 });
    expect(await states(run)).toBe("pending pending pending");
    expect((await run("down --all --yes")).out).toBe("Nothing to undo: no migration is applied.");
  });
});

describe("goto", () => {
  test("goes up without asking and down after asking, in one context", async ({ run }) => {
    expect(await run("goto shop/0002")).toMatchObject({ code: 0 });
    expect(await states(run)).toBe("applied applied pending");
    expect(await run("goto shop/0000")).toMatchObject({ code: 2 });
    const { questions } = await run("goto shop/0", "yes");
    expect(questions).toEqual([expect.stringContaining("This undoes shop/0002_items, shop/0001_schema on")]);
    expect(await states(run)).toBe("pending pending pending");
  });

  test("knows no other contexts and versions", async ({ run }) => {
    expect(await run("goto attic/0001")).toMatchObject({
      code: 2,
      err: expect.stringContaining("shop, cellar") as string,
    });
    expect(await run("goto shop/0009")).toMatchObject({ code: 1, err: expect.stringContaining("shop/0002") as string });
  });
});

test("redo undoes the last and applies it again", async ({ run }) => {
  await run("up");
  expect((await run("redo --yes")).out).toBe("undid cellar/0001_schema\napplied cellar/0001_schema");
});

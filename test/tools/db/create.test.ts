import { describe, expect, test } from "vitest";
import { db, migrationProject, shopAndCellar } from "./command-line.ts";

describe("create", () => {
  test("writes both files with the next number of the context", async () => {
    const project = shopAndCellar();
    const { code, out } = await db(["create", "shop", "add-item", "names"], project);
    expect(code).toBe(0);
    expect(out).toContain("shop/0003_add_item_names.up.sql");
    expect(project.read("shop/0003_add_item_names.up.sql")).toContain("-- ALTER TABLE shop.");
    expect(project.read("shop/0003_add_item_names.down.sql")).toContain("-- Undoes 0003_add_item_names.up.sql.");
  });

  test.for([
    ['["shop"]', '["shop", "billing"]'],
    ["[]", '["billing"]'],
    ['[\n  "shop",\n]', '[\n  "shop", "billing"\n]'],
  ] as const)("gives a new context its schema and its place at the end of %j", async ([before, after]) => {
    const project = migrationProject([], {});
    project.write("order.ts", `/** In order. */\nexport const contexts: readonly string[] = ${before};\n`);
    const { code, out } = await db(["create", "billing", "invoices"], project);
    expect(code).toBe(0);
    expect(out).toMatch(/added "billing" at the end of .*order\.ts/);
    expect(project.read("order.ts")).toBe(`/** In order. */\nexport const contexts: readonly string[] = ${after};\n`);
    expect(project.read("billing/0001_invoices.up.sql")).toMatch(/^CREATE SCHEMA billing;/);
    expect(project.read("billing/0001_invoices.down.sql")).toMatch(/DROP SCHEMA billing;\n$/);
    expect(project.read("billing/grants.sql")).toContain("GRANT INSERT ON billing.events TO plinth_service;");
  });

  test("says what to add to an order.ts that it can't change", async () => {
    const project = migrationProject([], {});
    project.write("order.ts", 'const list = ["shop"];\nexport { list as contexts };\n');
    const { out } = await db(["create", "billing", "invoices"], project);
    expect(out).toMatch(/Add "billing" to .*order\.ts/);
  });

  test.for([
    [["Shop", "x"], /Expected as context a-z, .* but "Shop" came/],
    [["pg_shop", "x"], /can't be called "pg_shop"/],
    [["migrations", "x"], /can't be called "migrations"/],
    [["user", "x"], /can't be called "user": .*reserved/],
    [["shop", "1st"], /Expected as name of a migration .* but "1st" came/],
    [["../shop", "x"], /Expected as context/],
  ] as const)("refuses %j and writes nothing", async ([args, message]) => {
    const project = shopAndCellar();
    const before = project.files();
    const { code, err } = await db(["create", ...args], project);
    expect(err).toMatch(message);
    expect(code).toBe(2);
    expect(project.files()).toEqual(before);
  });
});

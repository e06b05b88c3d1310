import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test as base } from "vitest";
import { runCatalogCommand } from "#infrastructure/catalog/catalog-command.ts";
import { inMemoryCatalog } from "#test/support/catalog/in-memory-adapters.ts";
import { exported } from "#test/support/catalog/product-files.ts";

const heading = "sku,name,description,price,stockQuantity\n";

const test = base.extend("command", async ({}, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), "plinth-catalog-"));
  onCleanup(() => rmSync(folder, { recursive: true }));
  const context = inMemoryCatalog();
  return {
    ...context,
    folder,
    file(name: string, text: string): string {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    async run(args: readonly string[], watched = false) {
      let out = "";
      let err = "";
      const code = await runCatalogCommand(args, {
        open: async () => context.catalog,
        out: (text) => (out += `${text}\n`),
        err: (text) => (err += text),
        watched,
      });
      return { code, out, err };
    },
  };
});

describe("the command", () => {
  test("imports a file, whose name tells what is in it, and says what it did", async ({ command }) => {
    const file = command.file("products.csv", `${heading}A-1,Mug,,1.00,1\nA-2,Mug,,1.00,1\n`);
    const out = "2 products: 2 added, 0 changed, 0 unchanged, 0 refused.\n";
    expect(await command.run(["import", file])).toEqual({ code: 0, out, err: "" });
    const lines = '{"sku":"A-1","name":"Mug","description":null,"price":"2.00","stockQuantity":1}\n';
    expect(await command.run(["import", command.file("products.ndjson", lines)])).toMatchObject({ code: 0 });
    const another = command.file("products.txt", `${heading}A-2,Mug,,3.00,1\n`);
    expect(await command.run(["import", "--format", "csv", another])).toMatchObject({ code: 0 });
    expect(await exported(command)).toMatchObject([{ price: "2.00" }, { price: "3.00" }]);
  });

  test("tells of each bad line on stderr, keeps the others, and ends with 3", async ({ command }) => {
    const file = command.file("products.csv", `${heading}A-1,Mug\nA-2,Mug,,1.00,1\n`);
    expect(await command.run(["import", file])).toEqual({
      code: 3,
      out: "2 products: 1 added, 0 changed, 0 unchanged, 1 refused.\n",
      err: "line 2: Expected 5 values, as in the heading, but found 2.\n",
    });
    expect(await exported(command)).toMatchObject([{ sku: "A-2" }]);
  });

  test("answers with one JSON document where it is asked to", async ({ command }) => {
    const file = command.file("products.csv", `${heading}A-1,Mug\nA-2,Mug,,1.00,1\n`);
    const { code, out, err } = await command.run(["import", file, "--json"]);
    expect([code, err]).toEqual([3, ""]);
    expect(JSON.parse(out)).toEqual({
      ...{ ok: false, products: 2, added: 1, changed: 0, unchanged: 0, refused: 1 },
      badLines: [{ line: 2, reason: "Expected 5 values, as in the heading, but found 2." }],
    });
    const failed = await command.run(["import", join(command.folder, "nothing.csv"), "--json"]);
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.out)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("nothing.csv") },
    });
  });

  test("shows a bar where somebody watches, and clears it in the end", async ({ command }) => {
    const lines = Array.from({ length: 1200 }, (_, n) => `A-${n},Mug,,1.00,1\n`);
    const { err, out } = await command.run(["import", command.file("products.csv", heading + lines.join(""))], true);
    expect(err.split("\r\u001b[K")).toEqual([
      "",
      expect.stringMatching(/^\[#+\.*\] +\d+ % {2}501 products, 0 refused$/),
      expect.stringMatching(/^\[#+\.*\] +\d+ % {2}1001 products, 0 refused$/),
      "[########################] 100 %  1200 products, 0 refused",
      "",
    ]);
    expect(out).toContain("1200 added");
  });

  test.for<[string, readonly string[], string]>([
    ["nothing", [], "Expected the command import"],
    ["another command", ["export"], 'but "export" came'],
    ["no file", ["import"], "Expected one file after import, but 0 came"],
    ["two files", ["import", "a.csv", "b.csv"], "but 2 came"],
    ["a name that doesn't tell", ["import", "products"], "--format csv or ndjson"],
    ["an unknown format", ["import", "a.csv", "--format", "xml"], "but xml came"],
    ["an unknown option", ["import", "a.csv", "--fast"], "--fast"],
  ])("refuses a command line with %s: 2", async ([, args, message], { command }) => {
    const { code, out, err } = await command.run(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  test.for<[string, string]>([
    ["that isn't there", "nothing.csv"],
    ["that is a folder", "."],
    ["that has no heading", "empty.csv"],
  ])("fails for a file %s: 1", async ([, name], { command }) => {
    command.file("empty.csv", "");
    const { code, err } = await command.run(["import", "--format", "csv", join(command.folder, name)]);
    expect(code).toBe(1);
    expect(err).toMatch(/^(Expected a file, but|The first line of a CSV must)/);
  });

  test("helps", async ({ command }) => {
    expect(await command.run(["--help"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("Exit codes: 0 done"),
    });
    expect(JSON.parse((await command.run(["--help", "--json"])).out)).toMatchObject({ ok: true });
  });
});

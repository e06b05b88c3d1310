import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test as base, vi } from "vitest";
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
        send: async (chunks) => {
          for await (const chunk of chunks) out += chunk;
        },
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

  const stored = `${heading}A-1,Mug,,1.00,1\nA-2,"Mug, large",Big.,2.50,0\n`;
  const storedCsv = stored.replaceAll("\n", "\r\n");
  const storedNdjson =
    '{"sku":"A-1","name":"Mug","description":null,"price":"1.00","stockQuantity":1}\n' +
    '{"sku":"A-2","name":"Mug, large","description":"Big.","price":"2.50","stockQuantity":0}\n';

  test.for<[string, readonly string[], string]>([
    ["standard output", ["export"], storedCsv],
    ["standard output, named", ["export", "-", "--format", "csv"], storedCsv],
    ["standard output, as NDJSON", ["export", "--format", "ndjson"], storedNdjson],
  ])("exports to %s nothing but the products", async ([, args, out], { command }) => {
    await command.run(["import", command.file("products.csv", stored)]);
    expect(await command.run(args)).toEqual({ code: 0, out, err: "" });
  });

  test.for([
    ["all.csv", storedCsv],
    ["all.ndjson", storedNdjson],
  ] as const)("exports to the file %s, whose name tells the format", async ([name, text], { command }) => {
    await command.run(["import", command.file("products.csv", stored)]);
    const file = command.file(name, "of yesterday");
    expect(await command.run(["export", file])).toMatchObject({ code: 0, out: `2 products written to ${file}.\n` });
    expect(readFileSync(file, "utf8")).toBe(text);
    const { out } = await command.run(["export", file, "--json"]);
    expect(JSON.parse(out)).toEqual({ ok: true, products: 2, file });
    expect(readdirSync(command.folder).toSorted()).toEqual([name, "products.csv"]);
  });

  test("an export that fails leaves the file of before, and says which and why", async ({ command }) => {
    const file = command.file("all.csv", "of yesterday");
    vi.spyOn(command.productFiles, "exportAll").mockImplementation((consume) =>
      consume(
        (async function* failing() {
          yield { sku: "A-1", name: "Mug", description: null, price: "1.00", stockQuantity: 1 };
          throw new Error("the database is gone");
        })(),
      ),
    );
    expect(await command.run(["export", file])).toMatchObject({
      code: 1,
      err: `The products couldn't be written to ${file}: the database is gone.\n`,
    });
    expect(readFileSync(file, "utf8")).toBe("of yesterday");
    expect(readdirSync(command.folder)).toEqual(["all.csv"]);
    const nowhere = join(command.folder, "nothing", "all.csv");
    expect(await command.run(["export", nowhere])).toMatchObject({ code: 1, err: expect.stringContaining(nowhere) });
  });

  test.for<[string, readonly string[], string]>([
    ["nothing", [], "Expected the command import or export"],
    ["another command", ["report"], 'but "report" came'],
    ["two files to export", ["export", "a.csv", "b.csv"], "but 2 came"],
    ["an export to a name that doesn't tell", ["export", "products"], "--format csv or ndjson"],

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

  test("refuses to answer with JSON where the products go: 2", async ({ command }) => {
    const { code, out } = await command.run(["export", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("a file with --json") },
    });
  });

  test("helps", async ({ command }) => {
    expect(await command.run(["--help"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("Exit codes: 0 done"),
    });
    expect(JSON.parse((await command.run(["--help", "--json"])).out)).toMatchObject({ ok: true });
  });
});

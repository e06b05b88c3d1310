import { describe, expect, test } from "vitest";
import type { ImportCounts, ImportLine } from "#application/catalog/import-products.ts";
import { inMemoryCatalog } from "#test/support/catalog/in-memory-adapters.ts";
import { exported, fieldsOf, linesOf } from "#test/support/catalog/product-files.ts";

const products = (count: number) => Array.from({ length: count }, (_, n) => fieldsOf(n + 1));

async function* linesFrom(given: readonly ImportLine[]): AsyncGenerator<ImportLine, void> {
  yield* given;
}

async function importing(lines: AsyncIterable<ImportLine>, context = inMemoryCatalog()) {
  const badLines: [number, string][] = [];
  const progress: ImportCounts[] = [];
  const counts = await context.catalog.importProducts(lines, {
    badLine: ({ line, reason }) => badLines.push([line, reason]),
    progress: (so) => progress.push(so),
  });
  return { ...context, counts, badLines, progress };
}

describe("an import", () => {
  test("counts what it did, and tells how it goes after each batch", async () => {
    const { counts, progress, ...context } = await importing(linesOf(products(1200)));
    const nothing = { added: 0, changed: 0, unchanged: 0, refused: 0 };
    expect(counts).toEqual({ ...nothing, products: 1200, added: 1200 });
    expect(progress.map(({ added }) => added)).toEqual([500, 1000, 1200]);

    const second = products(1200).map((product, n) => (n < 3 ? { ...product, price: "0.01" } : product));
    const again = await importing(linesOf([...second, fieldsOf(1201)]), context);
    expect(again.counts).toEqual({ ...nothing, products: 1201, added: 1, changed: 3, unchanged: 1197 });
  });

  test("keeps the good lines, and tells of each bad one its number and what is wrong", async () => {
    const context = inMemoryCatalog();
    const archived = await context.catalog.addProduct(fieldsOf(9));
    await context.catalog.archiveProducts([archived.id]);
    const { counts, badLines } = await importing(
      linesFrom([
        { line: 2, product: fieldsOf(1) },
        { line: 3, reason: "A quote is wrong." },
        { line: 4, product: fieldsOf(2, { sku: "no sku" }) },
        { line: 7, product: fieldsOf(9) },
        { line: 8, product: fieldsOf(3, { price: "-1" }) },
        { line: 9, product: fieldsOf(4) },
      ]),
      context,
    );
    expect(counts).toEqual({ products: 6, added: 2, changed: 0, unchanged: 0, refused: 4 });
    expect(badLines.toSorted(([one], [other]) => one - other)).toEqual([
      [3, "A quote is wrong."],
      [4, expect.stringContaining("A SKU must have")],
      [7, expect.stringContaining("archived")],
      [8, expect.stringContaining("must not be negative")],
    ]);
    expect((await exported(context)).map(({ sku }) => sku)).toEqual(["P-1", "P-4"]);
  });

  test("takes a SKU that comes twice as often as it comes, in the order of the lines", async () => {
    const twice = [fieldsOf(1), fieldsOf(2), fieldsOf(1, { sku: "p-1", name: "Last" }), fieldsOf(3)];
    const { counts, ...context } = await importing(linesOf(twice));
    expect(counts).toEqual({ products: 4, added: 3, changed: 1, unchanged: 0, refused: 0 });
    expect((await exported(context))[0]).toEqual(fieldsOf(1, { name: "Last" }));
  });

  test("never reads further ahead than one batch of what it has stored", async () => {
    const context = inMemoryCatalog();
    let read = 0;
    let stored = 0;
    let furthest = 0;
    const counted = async function* () {
      for await (const line of linesOf(products(10_000))) {
        furthest = Math.max(furthest, ++read - stored);
        yield line;
      }
    };
    await context.catalog.importProducts(counted(), { progress: ({ added }) => (stored = added) });
    expect(stored).toBe(10_000);
    expect(furthest).toBeLessThanOrEqual(501);
  });

  test("that is interrupted anywhere and run again ends as if it had not been", async () => {
    const all = products(1600);
    for (const end of [0, 1, 499, 500, 501, 1234, 1600]) {
      const context = inMemoryCatalog();
      const broken = async function* () {
        yield* linesOf(all.slice(0, end));
        throw new Error("the cable was pulled");
      };
      await expect(importing(broken(), context)).rejects.toThrow("the cable was pulled");
      const { counts } = await importing(linesOf(all), context);
      expect(counts, `after ${end}`).toMatchObject({ changed: 0, refused: 0, added: 1600 - counts.unchanged });
      expect(await exported(context)).toEqual(all.toSorted((one, other) => (one.sku < other.sku ? -1 : 1)));
    }
  });
});

import { describe, expect } from "vitest";
import type { ProductFields } from "#domain/catalog/product-details.ts";
import { parseProductDetails } from "#domain/catalog/product-details.ts";
import type { CatalogAdapters, CatalogTest } from "#test/support/catalog/catalog-adapters.ts";
import { aProduct } from "#test/support/catalog/product-builder.ts";
import { exported, fieldsOf } from "#test/support/catalog/product-files.ts";

/** What every `ProductFiles` promises. */
export function productFilesContract(test: CatalogTest): void {
  const drafts = ({ productFactory }: CatalogAdapters, fields: readonly ProductFields[]) =>
    fields.map((given) => productFactory.add(parseProductDetails(given)).snapshot);

  describe("an import", () => {
    test("adds what is new, changes what differs, leaves what is the same, and refuses what is archived", async ({
      catalog,
    }) => {
      const stored = [1, 2, 3].map((n) => {
        const fields = fieldsOf(n);
        const { name, description, price, stockQuantity } = fields;
        const builder = aProduct().withSku(fields.sku).named(name).describedAs(description).priced(price);
        return builder.withStock(stockQuantity);
      });
      const [same, different, archived] = [stored[0]!.build(), stored[1]!.build(), stored[2]!.archived().build()];
      for (const product of [same, different, archived]) await catalog.products.create(product);

      catalog.clock.forward({ days: 1 });
      const given = [fieldsOf(3, { price: "1.00" }), fieldsOf(2, { name: "Teapot" }), fieldsOf(1), fieldsOf(4)];
      const products = drafts(catalog, given);
      expect(Object.fromEntries(await catalog.productFiles.importAll(products))).toEqual({
        "P-1": "unchanged",
        "P-2": "changed",
        "P-3": "archived",
        "P-4": "added",
      });
      const read = async (id: typeof same.snapshot.id) => (await catalog.products.read(id)).snapshot;
      expect(await read(same.snapshot.id)).toStrictEqual(same.snapshot);
      expect(await read(archived.snapshot.id)).toStrictEqual(archived.snapshot);
      expect(await read(different.snapshot.id)).toStrictEqual({
        ...different.snapshot,
        name: "Teapot",
        version: 2,
        updatedAt: catalog.clock.now(),
      });
      expect(await read(products[3]!.id)).toStrictEqual(products[3]);
    });

    test.for<[string, Partial<ProductFields>]>([
      ["name", { name: "Another" }],
      ["description", { description: "Another" }],
      ["description, which is gone", { description: null }],
      ["price", { price: "0.01" }],
      ["stock", { stockQuantity: 99 }],
    ])("sees a difference in the %s alone", async ([, difference], { catalog }) => {
      await catalog.productFiles.importAll(drafts(catalog, [fieldsOf(3)]));
      const changed = fieldsOf(3, difference);
      const outcomes = await catalog.productFiles.importAll(drafts(catalog, [changed]));
      expect(outcomes).toEqual(new Map([["P-3", "changed"]]));
      expect(await exported(catalog)).toEqual([changed]);
    });

    test("of nothing is nothing", async ({ catalog }) => {
      expect(await catalog.productFiles.importAll([])).toEqual(new Map());
    });

    test("of the same products at once, each in another order, adds each once", async ({ catalog }) => {
      const fields = Array.from({ length: 40 }, (_, n) => fieldsOf(n + 1));
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, n) => {
          const rotated = [...fields.slice(n * 7), ...fields.slice(0, n * 7)];
          return catalog.productFiles.importAll(drafts(catalog, n % 2 === 0 ? rotated : rotated.toReversed()));
        }),
      );
      const added = outcomes.flatMap((outcome) => [...outcome]).filter(([, outcome]) => outcome === "added");
      expect(added).toHaveLength(40);
      expect(await exported(catalog)).toHaveLength(40);
    });
  });

  describe("an export", () => {
    test("has all that are sold, by SKU, as they were imported", async ({ catalog }) => {
      await catalog.products.create(aProduct().archived().build());
      const fields = [fieldsOf(2), fieldsOf(1), fieldsOf(3)];
      await catalog.productFiles.importAll(drafts(catalog, fields));
      expect(await exported(catalog)).toEqual([fieldsOf(1), fieldsOf(2), fieldsOf(3)]);
    });

    test("ends when its reader has enough, or fails", async ({ catalog }) => {
      await catalog.productFiles.importAll(drafts(catalog, [fieldsOf(1), fieldsOf(2), fieldsOf(3)]));
      const seen: string[] = [];
      await catalog.productFiles.exportAll(async (products) => {
        for await (const { sku } of products) {
          seen.push(sku);
          break;
        }
      });
      expect(seen).toEqual(["P-1"]);
      const failing = catalog.productFiles.exportAll(async (products) => {
        for await (const { sku } of products) throw new Error(`I don't like ${sku}`);
      });
      await expect(failing).rejects.toThrow("I don't like P-1");
      expect(await exported(catalog)).toHaveLength(3);
    });
  });
}

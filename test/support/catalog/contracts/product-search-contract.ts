import { describe, expect } from "vitest";
import {
  type ProductFilter,
  type ProductPosition,
  type ProductSort,
  productSorts,
} from "#application/catalog/product-search.ts";
import type { CatalogAdapters, CatalogTest } from "#test/support/catalog/catalog-adapters.ts";
import { aProduct, type ProductBuilder } from "#test/support/catalog/product-builder.ts";

const onDay = (day: number) => new Date(Date.UTC(2026, 1, day, 12));

/** What every `ProductSearch` promises. */
export function productSearchContract(test: CatalogTest): void {
  async function store({ products }: CatalogAdapters, builders: readonly ProductBuilder[]): Promise<void> {
    for (const builder of builders) await products.create(builder.build());
  }

  test("shows what there is to see of a product that is sold, and no archived ones", async ({ catalog }) => {
    const sold = aProduct().describedAs("Blue").build().snapshot;
    const { id, sku, name, description, price, stockQuantity, createdAt } = sold;
    await catalog.products.create(aProduct().archived().build());
    await catalog.products.create(catalog.productFactory.restore(sold));
    expect(await catalog.productSearch.search({}, "newest", 9)).toStrictEqual({
      items: [{ id, sku, name, description, price, stockQuantity, createdAt }],
      next: undefined,
    });
  });

  describe("a filter", () => {
    const shop = [
      aProduct().named("Blue Mug").withSku("A").priced("5.00").withStock(1).describedAs("With a handle"),
      aProduct().named("blueberry jam").withSku("B").priced("10.00").withStock(0),
      aProduct().named("Tea pot, ÉLÉGANT").withSku("C").priced("10.01").withStock(3).describedAs("Not a mug"),
      aProduct().named("O'Neil's 100% \\ soap").withSku("D").priced("0.00").withStock(0),
    ];
    test.for<[string, ProductFilter, string]>([
      ["none", {}, "A B C D"],
      ["a word of the name", { text: "mug" }, "A C"],
      ["the beginning of a word, in another case", { text: "BLUE" }, "A B"],
      ["not the middle of a word", { text: "lue" }, ""],
      ["a word of the description", { text: "handle" }, "A"],
      ["all of several words, in any order", { text: " mug  blue " }, "A"],
      ["letters beyond ASCII", { text: "élég" }, "C"],
      ["an apostrophe", { text: "o'n" }, "D"],
      ["what would be operators", { text: "mug & | ! ( ) :* <-> \\" }, "A C"],
      ["no word at all", { text: "%" }, ""],
      ["a lowest price", { minPrice: "10.00" }, "B C"],
      ["a highest price", { maxPrice: "10.00" }, "A B D"],
      ["both prices", { minPrice: "5.00", maxPrice: "10.00" }, "A B"],
      ["a range without anything", { minPrice: "10.00", maxPrice: "5.00" }, ""],
      ["available", { available: true }, "A C"],
      ["sold out", { available: false }, "B D"],
      ["all together", { text: "mug", minPrice: "1.00", maxPrice: "9.00", available: true }, "A"],
      ["all together, of which one excludes", { text: "mug", maxPrice: "9.00", available: false }, ""],
    ])("%s", async ([, filter, expected], { catalog }) => {
      await store(catalog, shop);
      for (const sort of productSorts) {
        const { items } = await catalog.productSearch.search(filter, sort, 9);
        const skus = items.map(({ sku }) => sku).toSorted();
        expect(skus.join(" "), sort).toBe(expected);
      }
    });
  });

  test.for(["pepper", "LARGE", "salt/pep", "10", "5-10", "exam", "peppercorns", "corn_mill", "amp", "20"])(
    "a word is found beside whatever sign: %s",
    async (text, { catalog }) => {
      const names = [
        "Salt/pepper <large>",
        "5-10 g",
        "from spice.example",
        "me@peppercorns.example",
        "corn_mill",
        "&amp;",
      ];
      for (const name of [...names, "1.20"]) await catalog.products.create(aProduct().named(name).build());
      const { items } = await catalog.productSearch.search({ text }, "newest", 9);
      expect(items.length).toBeGreaterThan(0);
    },
  );

  describe("an order", () => {
    test.for<[ProductSort, string]>([
      ["newest", "D C B A"],
      ["price", "B D A C"],
      ["name", "C A D B"],
    ])("by %s", async ([sort, expected], { catalog }) => {
      await store(catalog, [
        aProduct().withSku("A").named("beta").priced("10.00").createdAt(onDay(1)),
        aProduct().withSku("B").named("Gamma").priced("9.50").createdAt(onDay(2)),
        aProduct().withSku("C").named("ALPHA").priced("100.00").createdAt(onDay(3)),
        aProduct().withSku("D").named("Beta").priced("9.50").createdAt(onDay(4)),
      ]);
      const { items } = await catalog.productSearch.search({}, sort, 9);
      expect(items.map(({ sku }) => sku).join(" ")).toBe(expected);
    });
  });

  describe.for(productSorts)("page by page, by %s", (sort) => {
    const alike = Array.from({ length: 7 }, () => aProduct());
    const different = Array.from({ length: 7 }, (_, n) =>
      aProduct()
        .named(`Name ${n % 3}`)
        .priced(`${n % 2}.00`)
        .createdAt(onDay(1 + (n % 4))),
    );
    test.for([
      ["all the same", alike],
      ["all different", different],
    ] as const)("every product comes once: %s", async ([, builders], { catalog }) => {
      await store(catalog, builders);
      const pages = await allPages(catalog, sort, 3);
      expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
      const { items } = await catalog.productSearch.search({}, sort, 9);
      expect(pages.flat()).toEqual(items.map(({ id }) => id));
      expect(new Set(pages.flat()).size).toBe(7);
    });

    test("the last page says so, also when it is full", async ({ catalog }) => {
      await store(catalog, alike.slice(0, 4));
      expect((await allPages(catalog, sort, 2)).map((page) => page.length)).toEqual([2, 2]);
    });

    test("nothing comes twice or is missed while products are added", async ({ catalog }) => {
      await store(catalog, different);
      const ids = new Set<string>(different.map((builder) => builder.build().snapshot.id));
      let added = 0;
      const addTwo = () =>
        store(catalog, [
          aProduct()
            .named("Name 0")
            .priced("0.00")
            .createdAt(onDay(9 + ++added)),
          aProduct()
            .named("Name 1")
            .priced("0.50")
            .createdAt(onDay(9 + ++added)),
        ]);
      const pages = await allPages(catalog, sort, 2, addTwo);
      const seen = pages.flat();
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => ids.has(id))).toHaveLength(7);
    });
  });

  test("a filter holds on every page", async ({ catalog }) => {
    await store(
      catalog,
      Array.from({ length: 8 }, (_, n) => aProduct().withStock(n % 2)),
    );
    const pages = await allPages(catalog, "name", 3, undefined, { available: true });
    expect(pages.map((page) => page.length)).toEqual([3, 1]);
  });
}

async function allPages(
  { productSearch }: CatalogAdapters,
  sort: ProductSort,
  limit: number,
  between = async () => {},
  filter: ProductFilter = {},
): Promise<string[][]> {
  const pages: string[][] = [];
  let after: ProductPosition | undefined;
  do {
    const page = await productSearch.search(filter, sort, limit, after);
    pages.push(page.items.map(({ id }) => id));
    if (pages.length > 30) throw new Error("The pages have no end.");
    after = page.next;
    if (pages.length < 8) await between();
  } while (after !== undefined);
  return pages;
}

import { describe, expect } from "vitest";
import { NotEnoughStock, ProductNotFound, SkuAlreadyTaken } from "#domain/catalog/errors.ts";
import { ProductName } from "#domain/catalog/product-name.ts";
import type { Product } from "#domain/catalog/product.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { parseId } from "#domain/shared/id.ts";
import { Money } from "#domain/shared/money.ts";
import type { CatalogTest } from "#test/support/catalog/catalog-adapters.ts";
import { aProduct } from "#test/support/catalog/product-builder.ts";

const nothing = parseId<"Product">("ffffffff-0000-7000-8000-000000000000");
const teapot = ProductName.parse("Teapot");

/** What every `ProductRepository` promises. */
export function productRepositoryContract(test: CatalogTest): void {
  describe("what is created is read again", () => {
    test.for([
      ["with every field", aProduct().named("Zoë's 李 🫖").describedAs("Blue.\nWith\ta handle.").archived()],
      ["without a description, for nothing, sold out", aProduct().priced("0.00").withStock(0)],
      ["with the highest price and stock", aProduct().priced("99999999.99").withStock(1_000_000_000)],
    ] as const)("%s", async ([, builder], { catalog: { products } }) => {
      const { snapshot } = builder.build();
      await products.create(builder.build());
      const read = await products.read(snapshot.id);
      expect(read.snapshot).toStrictEqual(snapshot);
      expect(read.events).toEqual([]);
    });
  });

  test("an unknown product is not found, nor changed, nor archived", async ({ catalog: { products } }) => {
    await expect(products.read(nothing)).rejects.toThrow(ProductNotFound);
    await expect(products.update(nothing, (product) => product.restock(1))).rejects.toThrow(ProductNotFound);
    await expect(products.archiveAll([nothing])).rejects.toThrow(ProductNotFound);
  });

  test("a SKU is that of one product, also of an archived one; a conflict stores nothing", async ({
    catalog: { products },
  }) => {
    await products.create(aProduct().withSku("A-1").archived().build());
    const second = aProduct().withSku("A-1").build();
    await expect(products.create(second)).rejects.toThrow(SkuAlreadyTaken);
    await expect(products.read(second.snapshot.id)).rejects.toThrow(ProductNotFound);
  });

  describe("a change by closure", () => {
    test.for<[string, (product: Product) => void]>([
      ["renamed", (product) => product.revise({ name: teapot })],
      ["described", (product) => product.revise({ description: "Blue" })],
      ["another price", (product) => product.changePrice(Money.parse("0.01"))],
      ["restocked", (product) => product.restock(5)],
      ["taken from", (product) => product.takeStock(10)],
      ["archived", (product) => product.archive()],
    ])("is stored, one version on: %s", async ([, change], { catalog: { products } }) => {
      const product = aProduct().build();
      const { id } = product.snapshot;
      await products.create(product);
      const returned = await products.update(id, change);
      const stored = await products.read(id);
      expect(stored.snapshot).toStrictEqual(returned.snapshot);
      expect(stored.snapshot).not.toEqual(product.snapshot);
      expect(stored.snapshot.version).toBe(2);
      expect(returned.events).toEqual([]);
    });

    test("that throws stores nothing, and its error passes", async ({ catalog: { products } }) => {
      const product = aProduct().withStock(3).build();
      await products.create(product);
      const change = (stored: Product) => {
        stored.revise({ name: teapot });
        stored.takeStock(4);
      };
      await expect(products.update(product.snapshot.id, change)).rejects.toThrow(NotEnoughStock);
      expect((await products.read(product.snapshot.id)).snapshot).toStrictEqual(product.snapshot);
    });

    test("that changes nothing writes nothing", async ({ catalog: { products, clock } }) => {
      const product = aProduct().named("Teapot").build();
      await products.create(product);
      clock.forward({ days: 1 });
      await products.update(product.snapshot.id, (stored) => stored.revise({ name: teapot }));
      expect((await products.read(product.snapshot.id)).snapshot).toStrictEqual(product.snapshot);
    });

    test("is refused to who saw an older version, or one to come", async ({ catalog: { products } }) => {
      const product = aProduct().build();
      const { id } = product.snapshot;
      await products.create(product);
      await products.update(id, (stored) => stored.restock(1), { expectedVersion: 1 });
      for (const expectedVersion of [1, 3]) {
        const update = products.update(id, (stored) => stored.restock(1), { expectedVersion });
        await expect(update).rejects.toThrow(ConcurrencyConflict);
      }
      expect((await products.read(id)).snapshot).toMatchObject({ stockQuantity: 11, version: 2 });
    });
  });

  describe("archiving many", () => {
    test("archives all, and counts those that were not archived before", async ({ catalog: { products, clock } }) => {
      const given = [aProduct(), aProduct(), aProduct().archived(), aProduct()].map((builder) => builder.build());
      const [first, second, third, other] = given.map(({ snapshot }) => snapshot);
      for (const product of given) await products.create(product);
      expect(await products.archiveAll([second!.id, third!.id, first!.id, first!.id])).toBe(2);
      for (const before of [first!, second!]) {
        const now = clock.now();
        const archived = { ...before, archivedAt: now, updatedAt: now, version: 2 };
        expect((await products.read(before.id)).snapshot).toStrictEqual(archived);
      }
      expect((await products.read(third!.id)).snapshot).toStrictEqual(third);
      expect((await products.read(other!.id)).snapshot).toStrictEqual(other);
      expect(await products.archiveAll([first!.id, third!.id])).toBe(0);
      expect(await products.archiveAll([])).toBe(0);
    });

    test("archives none when one is unknown", async ({ catalog: { products } }) => {
      const product = aProduct().build();
      await products.create(product);
      await expect(products.archiveAll([product.snapshot.id, nothing])).rejects.toThrow(ProductNotFound);
      expect((await products.read(product.snapshot.id)).snapshot).toStrictEqual(product.snapshot);
    });
  });

  test("of fifty who take one of twenty pieces at once, twenty get one and thirty are refused", async ({
    catalog: { products },
  }) => {
    const product = aProduct().withStock(20).build();
    const { id } = product.snapshot;
    await products.create(product);
    const takeOne = () => products.update(id, (stored) => stored.takeStock(1));
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, takeOne));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused).toHaveLength(30);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(NotEnoughStock);
    expect((await products.read(id)).snapshot).toMatchObject({ stockQuantity: 0, version: 21 });
  });
}

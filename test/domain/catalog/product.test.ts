import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidQuantity, NotEnoughStock, ProductIsArchived } from "#domain/catalog/errors.ts";
import { mostStock, parseProductDetails } from "#domain/catalog/product-details.ts";
import { ProductFactory } from "#domain/catalog/product-factory.ts";
import { ProductName } from "#domain/catalog/product-name.ts";
import type { Product } from "#domain/catalog/product.ts";
import { Money } from "#domain/shared/money.ts";
import { aProduct } from "#test/support/catalog/product-builder.ts";
import { fieldsOf } from "#test/support/catalog/product-files.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

const clock = new SettableClock();
const now = clock.now();
const mug = aProduct().named("Mug").describedAs("Blue").priced("12.50").withStock(10);
const teapot = ProductName.parse("Teapot");

test("a new product has what it was given, and says that it was added", () => {
  const ids = sequentialIds();
  const product = new ProductFactory(clock, ids).add(parseProductDetails(fieldsOf(3, { sku: " mug-1 " })));
  expect(product.snapshot).toStrictEqual({
    ...fieldsOf(3),
    sku: "MUG-1",
    id: product.snapshot.id,
    archivedAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
  expect(product.events).toStrictEqual([{ type: "ProductAdded", occurredAt: now }]);
});

describe("behaviour changes what it says, the time of the change, and records one event", () => {
  test.for<[string, (product: Product) => void, object, object]>([
    ["renamed", (product) => product.revise({ name: teapot }), { name: "Teapot" }, { type: "ProductRevised" }],
    [
      "described anew",
      (product) => product.revise({ description: "Red" }),
      { description: "Red" },
      { type: "ProductRevised" },
    ],
    [
      "without a description, because it was null",
      (product) => product.revise({ description: null }),
      { description: null },
      { type: "ProductRevised" },
    ],
    [
      "with another price",
      (product) => product.changePrice(Money.parse("9.9")),
      { price: "9.90" },
      { type: "ProductPriceChanged", price: "9.90" },
    ],
    ["restocked", (product) => product.restock(5), { stockQuantity: 15 }, { type: "ProductRestocked", quantity: 5 }],
    ["sold out", (product) => product.takeStock(10), { stockQuantity: 0 }, { type: "ProductStockTaken", quantity: 10 }],
    ["archived", (product) => product.archive(), { archivedAt: now }, { type: "ProductArchived" }],
  ])("a product is %s", ([, does, becomes, event]) => {
    const product = mug.build(clock);
    const before = product.snapshot;
    does(product);
    expect(product.snapshot).toStrictEqual({ ...before, updatedAt: now, ...becomes });
    expect(product.events).toStrictEqual([{ ...event, occurredAt: now }]);
  });
});

describe("what changes nothing records nothing", () => {
  test.for<[string, typeof mug, (product: Product) => void]>([
    [
      "the same name and description",
      mug,
      (product) => product.revise({ name: ProductName.parse("Mug"), description: "Blue" }),
    ],
    ["nothing to revise", mug, (product) => product.revise({})],
    ["the same price, written otherwise", mug, (product) => product.changePrice(Money.parse("12.5"))],
    ["archiving what is archived", mug.archived(), (product) => product.archive()],
  ])("%s", ([, builder, change]) => {
    const product = builder.build(clock);
    const before = product.snapshot;
    change(product);
    expect(product.snapshot).toBe(before);
    expect(product.events).toEqual([]);
  });
});

describe("what is refused changes nothing", () => {
  test.for<[string, typeof mug, (product: Product) => void, new (...args: never[]) => Error]>([
    ["taking more than there is", mug, (product) => product.takeStock(11), NotEnoughStock],
    ["taking nothing", mug, (product) => product.takeStock(0), InvalidQuantity],
    ["taking less than nothing", mug, (product) => product.takeStock(-1), InvalidQuantity],
    ["taking half a piece", mug, (product) => product.takeStock(0.5), InvalidQuantity],
    ["restocking no number", mug, (product) => product.restock(Number.NaN), InvalidQuantity],
    ["restocking beyond the most", mug, (product) => product.restock(mostStock), InvalidQuantity],
    ["revising what is archived", mug.archived(), (product) => product.revise({}), ProductIsArchived],
    ["pricing what is archived", mug.archived(), (product) => product.changePrice(Money.zero), ProductIsArchived],
    ["restocking what is archived", mug.archived(), (product) => product.restock(1), ProductIsArchived],
    ["taking from what is archived", mug.archived(), (product) => product.takeStock(1), ProductIsArchived],
  ])("%s", ([, builder, change, error]) => {
    const product = builder.build(clock);
    const before = product.snapshot;
    expect(() => change(product)).toThrow(error);
    expect(product.snapshot).toBe(before);
    expect(product.events).toEqual([]);
  });
});

test("whatever is taken and restocked, the stock is what came minus what went, and never negative", () => {
  const step = fc.record({ takes: fc.boolean(), quantity: fc.integer({ min: 1, max: 30 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const product = mug.build(clock);
      let stock = 10;
      for (const { takes, quantity } of steps) {
        const isRefused = takes && quantity > stock;
        expect(isRefusal(() => (takes ? product.takeStock(quantity) : product.restock(quantity)))).toBe(isRefused);
        if (!isRefused) stock += takes ? -quantity : quantity;
        expect(product.snapshot.stockQuantity).toBe(stock);
        expect(stock).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test("a snapshot can't be altered, and one taken before a change stays as it was", () => {
  const product = mug.build(clock);
  const before = product.snapshot;
  expect(() => Object.assign(before, { price: "0.00" })).toThrow(TypeError);
  product.takeStock(1);
  expect(before.stockQuantity).toBe(10);
});

function isRefusal(change: () => void): boolean {
  try {
    change();
    return false;
  } catch (error) {
    if (error instanceof NotEnoughStock) return true;
    throw error;
  }
}

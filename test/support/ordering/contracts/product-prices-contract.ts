import { expect } from "vitest";
import type { Product } from "#application/ordering/product-prices.ts";
import { Money } from "#domain/shared/money.ts";
import { chair, lamp, table } from "#test/support/ordering/order-builder.ts";
import type { OrderingTest } from "#test/support/ordering/ordering-adapters.ts";

const aChair: Product = { id: chair, name: "Zoë's chair 李 🦊", price: Money.parse("12.50"), available: true };
const aTable: Product = { id: table, name: "Table", price: Money.parse("99999999.99"), available: false };
/** A `Money` shows nothing of itself to `toEqual`. */
const plain = (products: readonly Product[]) =>
  products
    .map(({ price, ...product }) => ({ ...product, price: price.toString() }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));

/** What every `ProductPrices` promises. */
export function productPricesContract(test: OrderingTest): void {
  test("the products that are known are found, the others are left out", async ({ ordering: { productPrices } }) => {
    await productPrices.put(aChair);
    await productPrices.put(aTable);
    expect(plain(await productPrices.find([chair, lamp, table, chair]))).toStrictEqual(plain([aChair, aTable]));
    expect(plain(await productPrices.find([table]))).toStrictEqual(plain([aTable]));
    expect(await productPrices.find([lamp])).toEqual([]);
    expect(await productPrices.find([])).toEqual([]);
  });

  test("what is put takes the place of all that was known of the product", async ({ ordering: { productPrices } }) => {
    await productPrices.put(aChair);
    await productPrices.put(aTable);
    const dearer = { id: chair, name: "Armchair", price: Money.parse("0"), available: false };
    await productPrices.put(dearer);
    expect(plain(await productPrices.find([chair, table]))).toStrictEqual(plain([dearer, aTable]));
  });

  test("of forty that are put at once one stays, whole", async ({ ordering: { productPrices } }) => {
    const forty = Array.from({ length: 40 }, (_, n) => ({
      ...aChair,
      name: `Chair ${n}`,
      price: Money.parse(`${n}.00`),
    }));
    await Promise.all(forty.map((product) => productPrices.put(product)));
    const [stored] = plain(await productPrices.find([chair]));
    expect(plain(forty)).toContainEqual(stored);
  });
}

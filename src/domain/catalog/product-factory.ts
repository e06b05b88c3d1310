import type { Clock } from "#domain/shared/clock.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";
import type { ProductDetails } from "./product-details.ts";
import { Product, type ProductSnapshot } from "./product.ts";

/** Makes products: new ones, and those that were stored. Nobody else does. */
export class ProductFactory {
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(clock: Clock, ids: IdGenerator) {
    this.#clock = clock;
    this.#ids = ids;
  }

  add({ sku, name, description, price, stockQuantity }: ProductDetails): Product {
    const now = this.#clock.now();
    return new Product(
      this.#clock,
      {
        id: parseId(this.#ids.next()),
        sku: sku.toString(),
        name: name.toString(),
        description,
        price: price.toString(),
        stockQuantity,
        archivedAt: null,
        version: 1,
        createdAt: now,
        updatedAt: now,
      },
      true,
    );
  }

  restore(snapshot: ProductSnapshot): Product {
    return new Product(this.#clock, snapshot, false);
  }
}

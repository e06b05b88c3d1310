import { ProductFactory } from "#domain/catalog/product-factory.ts";
import type { Product, ProductSnapshot } from "#domain/catalog/product.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { parseId } from "#domain/shared/id.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

const ids = sequentialIds();
const created = new Date("2026-01-02T03:04:05.678Z");

/** A product as one that was stored: `aProduct().withStock(20).archived().build()`. */
export function aProduct(): ProductBuilder {
  const id = parseId<"Product">(ids.next());
  return new ProductBuilder({
    id,
    sku: `SKU-${id.toUpperCase()}`,
    name: "Mug",
    description: null,
    price: "12.50",
    stockQuantity: 10,
    archivedAt: null,
    version: 1,
    createdAt: created,
    updatedAt: created,
  });
}

export class ProductBuilder {
  readonly #state: ProductSnapshot;

  constructor(state: ProductSnapshot) {
    this.#state = state;
  }

  withSku(sku: string): ProductBuilder {
    return this.#with({ sku });
  }

  named(name: string): ProductBuilder {
    return this.#with({ name });
  }

  describedAs(description: string | null): ProductBuilder {
    return this.#with({ description });
  }

  priced(price: string): ProductBuilder {
    return this.#with({ price });
  }

  withStock(stockQuantity: number): ProductBuilder {
    return this.#with({ stockQuantity });
  }

  createdAt(createdAt: Date): ProductBuilder {
    return this.#with({ createdAt, updatedAt: createdAt });
  }

  archived(archivedAt = new Date("2026-01-04T00:00:00.999Z")): ProductBuilder {
    return this.#with({ archivedAt, updatedAt: archivedAt });
  }

  build(clock: Clock = new SettableClock()): Product {
    return new ProductFactory(clock, ids).restore(this.#state);
  }

  #with(change: Partial<ProductSnapshot>): ProductBuilder {
    return new ProductBuilder({ ...this.#state, ...change });
  }
}

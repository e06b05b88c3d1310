import type { ProductId } from "#domain/ordering/order-item.ts";
import type { Money } from "#domain/shared/money.ts";

/** What ordering knows of a product of the catalog. */
export interface Product {
  readonly id: ProductId;
  readonly name: string;
  readonly price: Money;
  /** Whether it can be ordered now. */
  readonly available: boolean;
}

/** Ordering's own copy of the catalog: as old as the last `put`. */
export interface ProductPrices {
  /** Those of the products that are known, in any order. */
  find(ids: readonly ProductId[]): Promise<readonly Product[]>;

  /** Takes the place of what was known of the product. */
  put(product: Product): Promise<void>;
}

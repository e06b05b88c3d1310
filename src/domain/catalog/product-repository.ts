import type { Change } from "#domain/shared/change.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Product, ProductId } from "./product.ts";

export interface ProductRepository {
  /** @throws SkuAlreadyTaken */
  create(product: Product): Promise<void>;

  /** The product, also when archived. @throws ProductNotFound */
  read(id: ProductId): Promise<Product>;

  /** @throws ProductNotFound, ConcurrencyConflict; what `change` throws */
  update(id: ProductId, change: Change<Product>, options?: UpdateOptions): Promise<Product>;

  /**
   * Archives all of these, or none. In as many statements as for one.
   *
   * @returns how many were not archived before
   * @throws ProductNotFound when one of them is unknown
   */
  archiveAll(ids: readonly ProductId[]): Promise<number>;
}

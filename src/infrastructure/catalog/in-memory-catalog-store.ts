import type { ProductId, ProductSnapshot } from "#domain/catalog/product.ts";
import { InMemoryTransactions } from "#infrastructure/shared/in-memory/in-memory-transactions.ts";

/** The tables of catalog as maps. */
export class InMemoryCatalogStore extends InMemoryTransactions {
  readonly products = new Map<ProductId, ProductSnapshot>();
  protected readonly tables = [this.products];
}

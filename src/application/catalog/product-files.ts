import type { ProductFields } from "#domain/catalog/product-details.ts";
import type { ProductSnapshot } from "#domain/catalog/product.ts";

/** What became of a product that was imported. Archived ones are left as they are. */
export type ImportOutcome = "added" | "changed" | "unchanged" | "archived";

/** Many products at once, in few statements and little memory. */
export interface ProductFiles {
  /**
   * Inserts those whose SKU is new and updates the others, all or none.
   *
   * @param products new ones, each of another SKU
   * @returns what became of each, by SKU
   */
  importAll(products: readonly ProductSnapshot[]): Promise<ReadonlyMap<string, ImportOutcome>>;

  /**
   * Lets `consume` read all products that are sold, one by one, as of one moment. They come as fast as it reads; leaving
   * the loop ends it.
   */
  exportAll(consume: (products: AsyncIterable<ProductFields>) => Promise<void>): Promise<void>;
}

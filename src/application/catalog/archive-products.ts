import type { ProductId } from "#domain/catalog/product.ts";
import type { Ports } from "./ports.ts";

/** Archives all or none. @returns how many were not archived before @throws ProductNotFound when one of them is unknown */
export const archiveProducts =
  ({ products }: Pick<Ports, "products">) =>
  (ids: readonly ProductId[]): Promise<number> =>
    products.archiveAll(ids);

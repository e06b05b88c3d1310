import type { ProductId, ProductSnapshot } from "#domain/catalog/product.ts";
import type { Ports } from "./ports.ts";

/** The product, also when archived. @throws ProductNotFound */
export const readProduct =
  ({ products }: Pick<Ports, "products">) =>
  async (id: ProductId): Promise<ProductSnapshot> =>
    (await products.read(id)).snapshot;

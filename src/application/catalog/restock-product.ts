import type { ProductId, ProductSnapshot } from "#domain/catalog/product.ts";
import type { Ports } from "./ports.ts";

/** @throws InvalidQuantity, ProductNotFound, ProductIsArchived */
export const restockProduct =
  ({ products }: Pick<Ports, "products">) =>
  async (id: ProductId, quantity: number): Promise<ProductSnapshot> =>
    (await products.update(id, (product) => product.restock(quantity))).snapshot;

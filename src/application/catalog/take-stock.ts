import type { ProductId, ProductSnapshot } from "#domain/catalog/product.ts";
import type { Ports } from "./ports.ts";

/** However many take at once, nobody gets what isn't there. @throws InvalidQuantity, NotEnoughStock, ProductNotFound, ProductIsArchived */
export const takeStock =
  ({ products }: Pick<Ports, "products">) =>
  async (id: ProductId, quantity: number): Promise<ProductSnapshot> =>
    (await products.update(id, (product) => product.takeStock(quantity))).snapshot;

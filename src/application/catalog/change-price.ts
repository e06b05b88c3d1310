import { parsePrice } from "#domain/catalog/product-details.ts";
import type { ProductId, ProductSnapshot } from "#domain/catalog/product.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";

/** @throws InvalidMoney, InvalidPrice, ProductNotFound, ProductIsArchived, ConcurrencyConflict */
export const changePrice =
  ({ products }: Pick<Ports, "products">) =>
  async (id: ProductId, price: string, options?: UpdateOptions): Promise<ProductSnapshot> => {
    const newPrice = parsePrice(price);
    return (await products.update(id, (product) => product.changePrice(newPrice), options)).snapshot;
  };

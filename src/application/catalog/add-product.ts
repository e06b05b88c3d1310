import { parseProductDetails, type ProductFields } from "#domain/catalog/product-details.ts";
import type { ProductSnapshot } from "#domain/catalog/product.ts";
import type { Ports } from "./ports.ts";

/** @throws InvalidSku, InvalidProductName, InvalidDescription, InvalidMoney, InvalidPrice, InvalidQuantity, SkuAlreadyTaken */
export const addProduct =
  ({ products, productFactory }: Pick<Ports, "products" | "productFactory">) =>
  async (fields: ProductFields): Promise<ProductSnapshot> => {
    const product = productFactory.add(parseProductDetails(fields));
    await products.create(product);
    return product.snapshot;
  };

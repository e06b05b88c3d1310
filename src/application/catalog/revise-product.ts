import { parseDescription } from "#domain/catalog/product-details.ts";
import { ProductName } from "#domain/catalog/product-name.ts";
import type { ProductId, ProductSnapshot } from "#domain/catalog/product.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";

export interface ReviseProductCommand extends UpdateOptions {
  readonly id: ProductId;
  /** Not given: stays as it is. */
  readonly name?: string | undefined;
  /** Not given: stays as it is; null: has none any more. */
  readonly description?: string | null | undefined;
}

/** @throws InvalidProductName, InvalidDescription, ProductNotFound, ProductIsArchived, ConcurrencyConflict */
export const reviseProduct =
  ({ products }: Pick<Ports, "products">) =>
  async ({ id, expectedVersion, ...given }: ReviseProductCommand): Promise<ProductSnapshot> => {
    const name = given.name === undefined ? undefined : ProductName.parse(given.name);
    const description = given.description === undefined ? undefined : parseDescription(given.description);
    const revise = products.update(id, (product) => product.revise({ name, description }), { expectedVersion });
    return (await revise).snapshot;
  };

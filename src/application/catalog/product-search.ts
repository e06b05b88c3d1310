import type { ProductId } from "#domain/catalog/product.ts";
import type { Page } from "#domain/shared/page.ts";

export interface ProductListing {
  readonly id: ProductId;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: string;
  readonly stockQuantity: number;
  readonly createdAt: Date;
}

/** What is not given doesn't matter; what is given must all be true of a product. */
export interface ProductFilter {
  /** Words, in any case: each must begin a word of the name or of the description. */
  readonly text?: string | undefined;
  readonly minPrice?: string | undefined;
  readonly maxPrice?: string | undefined;
  /** Whether there must be pieces left, or must not. */
  readonly available?: boolean | undefined;
}

export const productSorts = ["newest", "price", "name"] as const;
/** Newest first, cheapest first, or by name without regard to case. */
export type ProductSort = (typeof productSorts)[number];

/** The last product of a page: the next page begins behind it. */
export type ProductPosition = Pick<ProductListing, "id" | "createdAt" | "price" | "name">;

/** Products that are sold, to look through. */
export interface ProductSearch {
  search(
    filter: ProductFilter,
    sort: ProductSort,
    limit: number,
    after?: ProductPosition,
  ): Promise<Page<ProductListing, ProductPosition>>;
}

import { parsePrice } from "#domain/catalog/product-details.ts";
import type { Page } from "#domain/shared/page.ts";
import type { Ports } from "./ports.ts";
import type { ProductFilter, ProductListing, ProductPosition, ProductSort } from "./product-search.ts";

export interface SearchProductsQuery extends ProductFilter {
  readonly sort: ProductSort;
  readonly limit: number;
  readonly after?: ProductPosition | undefined;
}

/** @throws InvalidMoney, InvalidPrice for limits of the price that are none */
export const searchProducts =
  ({ productSearch }: Pick<Ports, "productSearch">) =>
  async ({
    sort,
    limit,
    after,
    minPrice,
    maxPrice,
    ...filter
  }: SearchProductsQuery): Promise<Page<ProductListing, ProductPosition>> => {
    const prices = { minPrice: priceLimit(minPrice), maxPrice: priceLimit(maxPrice) };
    return productSearch.search({ ...filter, ...prices }, sort, limit, after);
  };

function priceLimit(text: string | undefined): string | undefined {
  return text === undefined ? undefined : parsePrice(text).toString();
}

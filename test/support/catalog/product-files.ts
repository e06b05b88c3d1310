import type { ImportLine } from "#application/catalog/import-products.ts";
import type { ProductFields } from "#domain/catalog/product-details.ts";
import type { CatalogAdapters } from "./catalog-adapters.ts";

/** Fields of a product, for an import. */
export function fieldsOf(number: number, given: Partial<ProductFields> = {}): ProductFields {
  return {
    sku: `P-${number}`,
    name: `Product ${number}`,
    description: number % 3 === 0 ? `The ${number}th, "in stock", and\nmore` : null,
    price: `${number}.99`,
    stockQuantity: number % 7,
    ...given,
  };
}

/** So many lines with a good product each, the first in line 1. */
export async function* linesOf(products: Iterable<ProductFields>): AsyncGenerator<ImportLine, void> {
  let line = 0;
  for (const product of products) yield { line: ++line, product };
}

/** A text as a file would be read, in pieces of this size. */
export async function* piecesOf(text: string | Uint8Array, size = 1000): AsyncGenerator<Uint8Array, void> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** All products that are sold, as an export gives them. */
export async function exported({ productFiles }: Pick<CatalogAdapters, "productFiles">): Promise<ProductFields[]> {
  let list: ProductFields[] = [];
  await productFiles.exportAll(async (products) => {
    list = await all(products);
  });
  return list;
}

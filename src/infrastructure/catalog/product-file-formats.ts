import type { ImportLine } from "#application/catalog/import-products.ts";
import type { ProductFields } from "#domain/catalog/product-details.ts";
import { readCsvProducts, writeCsvProducts } from "./csv-products.ts";
import { readNdjsonProducts, writeNdjsonProducts } from "./ndjson-products.ts";

/** How products are written in a file. What `write` writes, `read` reads. */
export interface ProductFileFormat {
  readonly mediaType: string;
  /** @throws InvalidProductFile */
  readonly read: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<ImportLine>;
  readonly write: (products: AsyncIterable<ProductFields>) => AsyncIterable<string>;
}

export const formatNames = ["csv", "ndjson"] as const;
export type FormatName = (typeof formatNames)[number];

export const formats: Readonly<Record<FormatName, ProductFileFormat>> = {
  csv: { mediaType: "text/csv", read: readCsvProducts, write: writeCsvProducts },
  ndjson: { mediaType: "application/x-ndjson", read: readNdjsonProducts, write: writeNdjsonProducts },
};

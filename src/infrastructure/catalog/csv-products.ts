import type { ImportLine } from "#application/catalog/import-products.ts";
import { InvalidProductFile } from "#application/catalog/invalid-product-file.ts";
import type { ProductFields } from "#domain/catalog/product-details.ts";
import { readCsvRecords } from "./csv-records.ts";
import { readLines } from "./text-lines.ts";

const columns = ["sku", "name", "description", "price", "stockQuantity"] as const;
type Column = (typeof columns)[number];

/**
 * Reads products from a CSV whose first line names its columns, in any order, but all of them: a list of prices without
 * descriptions would clear the descriptions.
 *
 * @throws InvalidProductFile
 */
export async function* readCsvProducts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ImportLine, void> {
  let heading: readonly Column[] | undefined;
  for await (const record of readCsvRecords(readLines(chunks))) {
    if (heading === undefined) heading = readHeading("values" in record ? record.values : [record.reason]);
    else yield "reason" in record ? record : { line: record.line, ...readProduct(heading, record.values) };
  }
  if (heading === undefined) throw wrongHeading("there is none");
}

/** Writes what `readCsvProducts` reads. */
export async function* writeCsvProducts(products: AsyncIterable<ProductFields>): AsyncGenerator<string, void> {
  yield `${columns.join(",")}\r\n`;
  for await (const product of products) {
    yield `${columns.map((column) => quoted(String(product[column] ?? ""))).join(",")}\r\n`;
  }
}

function quoted(value: string): string {
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function readHeading(names: readonly string[]): readonly Column[] {
  const heading = names.map((name) => {
    const column = columns.find((known) => known === name.trim());
    if (column === undefined) throw wrongHeading(`"${name.slice(0, 50)}" is none of them`);
    return column;
  });
  const missing = columns.filter((column) => !heading.includes(column));
  if (missing.length > 0) throw wrongHeading(`${missing.join(", ")} is missing`);
  if (new Set(heading).size < heading.length) throw wrongHeading("one comes twice");
  return heading;
}

/** Also for the documentation. @param what was found instead */
export function wrongHeading(what: string): InvalidProductFile {
  return new InvalidProductFile(
    `The first line of a CSV must name its columns, in any order: ${columns.join(",")}. Here ${what}.`,
  );
}

function readProduct(heading: readonly Column[], values: readonly string[]) {
  const valueOf = (column: Column) => values[heading.indexOf(column)] ?? "";
  const stockQuantity = valueOf("stockQuantity").trim();
  if (!/^\d{1,15}$/.test(stockQuantity)) {
    return { reason: `stockQuantity must be a whole number, but is "${stockQuantity.slice(0, 50)}".` };
  }
  const description = valueOf("description").trim();
  const product: ProductFields = {
    sku: valueOf("sku"),
    name: valueOf("name"),
    description: description === "" ? null : description,
    price: valueOf("price").trim(),
    stockQuantity: Number(stockQuantity),
  };
  return { product };
}

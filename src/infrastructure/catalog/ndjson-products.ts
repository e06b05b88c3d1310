import { Type } from "@sinclair/typebox";
import type { ErrorObject } from "ajv";
import type { ImportLine } from "#application/catalog/import-products.ts";
import type { ProductFields } from "#domain/catalog/product-details.ts";
import { strictAjv } from "#infrastructure/shared/http/validation.ts";
import { ProductBody } from "./catalog-schemas.ts";
import { readLines } from "./text-lines.ts";

/** With all fields: what changes a product must not clear its description by saying nothing of it. */
const validate = strictAjv().compile<ProductFields>(Type.Required(ProductBody));

/** Reads products from JSON objects, one in each line; empty lines are passed over. */
export async function* readNdjsonProducts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ImportLine, void> {
  for await (const line of readLines(chunks)) {
    if ("reason" in line) yield line;
    else if (line.text.trim() !== "") yield { line: line.line, ...readProduct(line.text) };
  }
}

/** Writes what `readNdjsonProducts` reads. */
export async function* writeNdjsonProducts(products: AsyncIterable<ProductFields>): AsyncGenerator<string, void> {
  for await (const product of products) yield `${JSON.stringify(product)}\n`;
}

function readProduct(text: string): { readonly product: ProductFields } | { readonly reason: string } {
  const value = parse(text);
  if (value === undefined) return { reason: "The line isn't a JSON object." };
  if (!validate(value)) return { reason: `${(validate.errors ?? []).map(detailOf).join("; ")}.` };
  return { product: value };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function detailOf({ instancePath, keyword, params, message }: ErrorObject): string {
  if (keyword === "required") return `${String(params["missingProperty"])} is missing`;
  if (keyword === "additionalProperties") return `${String(params["additionalProperty"])} is not known`;
  return `${instancePath.slice(1)} ${message ?? "is wrong"}`.trim();
}

import { parseProductDetails, type ProductFields } from "#domain/catalog/product-details.ts";
import type { ProductSnapshot } from "#domain/catalog/product.ts";
import { DomainError } from "#domain/shared/domain-error.ts";
import type { Ports } from "./ports.ts";
import type { ImportOutcome } from "./product-files.ts";

/** A line of a file, or what was wrong with it. */
export type ImportLine = { readonly line: number } & (
  | { readonly product: ProductFields }
  | { readonly reason: string }
);

export interface BadLine {
  /** The first one is 1; in a CSV that is the heading. */
  readonly line: number;
  readonly reason: string;
}

export interface ImportCounts {
  /** Of all kinds. */
  readonly products: number;
  readonly added: number;
  readonly changed: number;
  /** Were stored just so before. */
  readonly unchanged: number;
  readonly refused: number;
}

export interface ImportWatcher {
  /** Told after each batch, with the counts so far. */
  readonly progress?: ((counts: ImportCounts) => void) | undefined;
  readonly badLine?: ((line: BadLine) => void) | undefined;
}

type Draft = readonly [line: number, product: ProductSnapshot];

/** Few enough to be sent at once, many enough that the round trips don't matter. */
const batchSize = 500;

/**
 * Imports products: those with a known SKU are brought to what the file says, the others added. Bad lines are told, and
 * the good ones kept. Each batch is stored by itself: an import that was interrupted is completed by running it again.
 */
export const importProducts =
  ({ productFiles, productFactory }: Pick<Ports, "productFiles" | "productFactory">) =>
  async (lines: AsyncIterable<ImportLine>, { progress, badLine }: ImportWatcher = {}): Promise<ImportCounts> => {
    const counts = { products: 0, added: 0, changed: 0, unchanged: 0, refused: 0 };
    const batch = new Map<string, Draft>();
    const refuse = (line: number, reason: string) => {
      counts.refused++;
      badLine?.({ line, reason });
    };
    const store = async () => {
      if (batch.size === 0) return;
      const outcomes = await productFiles.importAll([...batch.values()].map(([, product]) => product));
      for (const [sku, [line]] of batch) count(outcomes.get(sku), line);
      batch.clear();
      progress?.({ ...counts });
    };
    const count = (outcome: ImportOutcome | undefined, line: number) => {
      if (outcome === undefined) throw new Error(`Nothing was told of the product of line ${line}.`);
      if (outcome === "archived") refuse(line, "The product is archived: it can't be changed any more.");
      else counts[outcome]++;
    };

    for await (const given of lines) {
      counts.products++;
      const product = "reason" in given ? given.reason : draft(productFactory, given.product);
      if (typeof product === "string") {
        refuse(given.line, product);
        continue;
      }
      // A SKU that comes twice counts as often, in the order of the file.
      if (batch.size === batchSize || batch.has(product.sku)) await store();
      batch.set(product.sku, [given.line, product]);
    }
    await store();
    return counts;
  };

/** A new product, or why it can't be one. */
function draft(factory: Ports["productFactory"], fields: ProductFields): ProductSnapshot | string {
  try {
    return factory.add(parseProductDetails(fields)).snapshot;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

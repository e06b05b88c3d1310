import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "vitest";
import { createCatalog } from "#application/catalog/catalog.ts";
import { formatNames, formats } from "#infrastructure/catalog/product-file-formats.ts";
import { test } from "#test/support/catalog/postgres-adapters.ts";

const mebibyte = 1024 * 1024;

/** What is on the heap, without what could be collected. */
function heap(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

/** As a file of 10,000 lines would come, 3 MB, of which a tenth is wrong. */
async function* tenThousand(format: "csv" | "ndjson"): AsyncGenerator<Uint8Array, void> {
  const description = "A product that has quite a long description. ".repeat(6);
  if (format === "csv") yield Buffer.from("sku,name,description,price,stockQuantity\n");
  for (let n = 0; n < 10_000; n++) {
    const product = {
      sku: `P-${n}`,
      name: `Product ${n}`,
      description,
      price: n % 10 === 0 ? "-1" : "1.50",
      stockQuantity: n,
    };
    yield Buffer.from(`${format === "csv" ? Object.values(product).join(",") : JSON.stringify(product)}\n`);
  }
}

test.for(formatNames)(
  "an import of 10,000 lines of %s needs no more memory at its end than near its beginning",
  async (format, { catalog }) => {
    const useCases = createCatalog(catalog);
    let batches = 0;
    const sizes: number[] = [];
    const counts = await useCases.importProducts(formats[format].read(tenThousand(format)), {
      progress: () => {
        if ([2, 18].includes(++batches)) sizes.push(heap());
      },
    });
    expect(counts).toMatchObject({ products: 10_000, added: 9000, refused: 1000 });
    const [early = 0, late = Infinity] = sizes;
    expect(late - early).toBeLessThan(2 * mebibyte);
  },
);

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCatalog } from "#application/catalog/catalog.ts";
import { ProductFactory } from "#domain/catalog/product-factory.ts";
import { PostgresProductFiles } from "#infrastructure/catalog/postgres-product-files.ts";
import { PostgresProductRepository } from "#infrastructure/catalog/postgres-product-repository.ts";
import { PostgresProductSearch } from "#infrastructure/catalog/postgres-product-search.ts";
import { formatNames, formats } from "#infrastructure/catalog/product-file-formats.ts";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { systemClock } from "#infrastructure/shared/system-clock.ts";
import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";

/**
 * How long an import of 10,000 products takes, in each format: all new, then again with all the same. Run it with
 * `node bench/catalog-import.ts`; it fails above 3 s.
 */
const lines = 10_000;
const directory = mkdtempSync(join(tmpdir(), "plinth-bench-"));
const server = await startEmbeddedServer({ directory });
try {
  for (const format of formatNames) {
    const url = server.url(`bench_${format}`);
    await ensureDatabase(url);
    await migrate({ url });
    const dataSource = createDataSource({ url });
    const productFactory = new ProductFactory(systemClock, uuidGenerator);
    const catalog = createCatalog({
      productFactory,
      products: new PostgresProductRepository(dataSource, productFactory),
      productSearch: new PostgresProductSearch(dataSource),
      productFiles: new PostgresProductFiles(dataSource),
    });
    for (const what of ["new", "the same"]) {
      const begin = performance.now();
      const { added, unchanged } = await catalog.importProducts(formats[format].read(file(format)));
      const took = Math.round(performance.now() - begin);
      if ((what === "new" ? added : unchanged) !== lines) throw new Error("The products of this benchmark are wrong.");
      console.log(`${lines} lines of ${format}, ${what}: ${took} ms`);
      if (took > 3000) process.exitCode = 1;
    }
    await dataSource.close();
  }
} finally {
  await server.stop();
  rmSync(directory, { recursive: true });
}

async function* file(format: "csv" | "ndjson"): AsyncGenerator<Uint8Array, void> {
  if (format === "csv") yield Buffer.from("sku,name,description,price,stockQuantity\n");
  for (let n = 0; n < lines; n++) {
    const description = `The ${n}th of many products that are described in a dozen words`;
    const product = { sku: `P-${n}`, name: `Product ${n}`, description, price: `${n}.50`, stockQuantity: n };
    yield Buffer.from(`${format === "csv" ? Object.values(product).join(",") : JSON.stringify(product)}\n`);
  }
}

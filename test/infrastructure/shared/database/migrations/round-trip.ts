import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Catalog, readCatalog } from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";
import { down, type MigrateOptions, up } from "#infrastructure/shared/database/migrations/migrations.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { fillEmptyTables } from "./fill-empty-tables.ts";

/** What a file's trip has left: what is there now, and what should be. */
export interface Difference {
  readonly file: string;
  readonly direction: "down" | "up";
  readonly catalog: Catalog;
  readonly expected: Catalog;
}

/**
 * Applies the migrations one by one, puts in the rows of each context's `seed.sql`, a row of its own making where a
 * table has none, and from the top undoes each file, applies it again, and undoes it for good. Looks at the catalogs
 * each time.
 *
 * @returns the files that didn't lead back to what was there before, and the tables that took no row
 */
export async function makeRoundTrip(
  options: Required<Pick<MigrateOptions, "url" | "directory" | "order">>,
): Promise<{ readonly files: number; readonly empty: readonly string[]; readonly differences: readonly Difference[] }> {
  const client = await connectPlainly(options.url, "round trip");
  try {
    const catalogs = [await readCatalog(client)];
    for (;;) {
      const runs = await up({ ...options, steps: 1 });
      if (runs.length === 0) break;
      catalogs.push(await readCatalog(client));
    }
    for (const context of options.order) {
      const seed = join(options.directory, context, "seed.sql");
      if (existsSync(seed)) await client.query(readFileSync(seed, "utf8"));
    }
    const empty = await fillEmptyTables(client, await readCatalog(client, options.order));
    const differences: Difference[] = [];
    for (let at = catalogs.length - 1; at > 0; at--) {
      for (const direction of ["down", "up", "down"] as const) {
        const [run] = direction === "up" ? await up({ ...options, steps: 1 }) : await down({ ...options, steps: 1 });
        const catalog = await readCatalog(client);
        const expected = catalogs[direction === "up" ? at : at - 1] ?? [];
        if (JSON.stringify(catalog) !== JSON.stringify(expected)) {
          differences.push({ file: run?.name ?? "none", direction, catalog, expected });
        }
      }
    }
    return { files: catalogs.length - 1, empty, differences };
  } finally {
    await client.end();
  }
}

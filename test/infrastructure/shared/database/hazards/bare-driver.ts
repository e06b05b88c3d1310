import postgres from "postgres";
import { test as base } from "#test/support/data-source-fixtures.ts";

/**
 * `test` that shows what goes wrong with the driver as it is.
 *
 * - `bare(options)`: a postgres.js client on `emptyDatabase`, ended at the end
 *
 * When a test of it fails, a new version of the driver may have mended the hazard: see whether what the `DataSource`
 * does against it can go.
 */
export const test = base.extend("bare", async ({ emptyDatabase }, { onCleanup }) => {
  const made: postgres.Sql[] = [];
  // Not awaited: once it hangs, it hangs.
  onCleanup(() => made.forEach((sql) => void sql.end({ timeout: 0 })));
  return (options: postgres.Options<Record<string, never>> = {}, url = emptyDatabase.url): postgres.Sql => {
    const sql = postgres(url, { onnotice: () => undefined, ...options });
    made.push(sql);
    return sql;
  };
});

import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";

/** An instance that starts, for `migrations.integration.test.ts`: tells what it migrated. */
const [url = "", directory = ""] = process.argv.slice(2);
process.send?.(await migrate({ url, directory, order: ["shop", "cellar"] }));
process.disconnect();

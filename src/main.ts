import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";

const variables = join(import.meta.dirname, "../.env");
if (existsSync(variables)) process.loadEnvFile(variables);
// Before the rest is loaded, so that it is loaded from the cache.
enableCompileCache();
const { start } = await import("./infrastructure/start.ts");
await start();

import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";

if (existsSync(".env")) process.loadEnvFile(".env");
// Before the rest is loaded, so that it is loaded from the cache.
enableCompileCache();
const { start } = await import("./infrastructure/start.ts");
await start();

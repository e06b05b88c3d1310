import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Runs contract suites on adapters that break them on purpose. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "../../.."),
    include: ["test/**/broken-adapters.planted.ts"],
    reporters: ["json"],
  },
});

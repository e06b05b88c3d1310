import { defineConfig } from "vitest/config";

/** A run inside a run: tests that fail or hang on purpose. Nothing else may collect them. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.planted.ts"],
    globalSetup: ["../global-setup.ts", "../temporary-files.ts"],
    execArgv: ["--import", new URL("../end-with-parent.ts", import.meta.url).href],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", "../summary-reporter.ts"],
  },
});

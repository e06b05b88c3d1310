import "./tools/require-node.mjs";
import { defineConfig } from "vitest/config";

const integrationTests = "test/**/*.integration.test.ts";
/** Those that start tools or other processes, for seconds each. */
const processTests = ["test/**/*.process.test.ts", "test/architecture/**/*.test.ts", "test/tools/sql/main.test.ts"];

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/summary-reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [integrationTests, ...processTests],
          // Files share a process: thrice as fast. So a test puts back whatever it changes globally.
          isolate: false,
        },
      },
      { extends: true, test: { name: "processes", include: processTests } },
      {
        extends: true,
        test: {
          name: "integration",
          include: [integrationTests],
          globalSetup: "test/support/global-setup.ts",
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
    ],
  },
});

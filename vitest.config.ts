import "./tools/require-node.mjs";
import { defineConfig } from "vitest/config";

const integrationTests = "test/**/*.integration.test.ts";

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/summary-reporter.ts"],
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/**/*.test.ts"], exclude: [integrationTests] },
      },
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

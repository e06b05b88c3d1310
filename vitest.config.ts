import "./tools/require-node.mjs";
import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

const integrationTests = "test/**/*.integration.test.ts";
/** Those that start tools or other processes, for seconds each. */
const processTests = ["test/**/*.process.test.ts", "test/architecture/**/*.test.ts", "test/tools/sql/main.test.ts"];
/** Those that need Docker: they run where `PLINTH_TEST_DATABASE` is `docker`, and fail there without one. */
const dockerTests = "test/**/*.docker.test.ts";
const dockerProjects = [{ extends: true as const, test: { name: "docker", include: [dockerTests] } }];

export default defineConfig({
  test: {
    // Watched: an edited migration makes another template.
    forceRerunTriggers: [...configDefaults.forceRerunTriggers, "**/migrations/**/*.sql"],
    // Most tests wait for the database or for another process: more of them than cores go on at a time.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    // For what hangs: a busy machine may slow a test down by ten times.
    testTimeout: 200_000,
    hookTimeout: 200_000,
    globalSetup: "test/support/temporary-files.ts",
    execArgv: ["--import", new URL("test/support/end-with-parent.ts", import.meta.url).href],
    reporters: ["default", "./test/support/summary-reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [integrationTests, dockerTests, ...processTests],
          // Files share a process: thrice as fast. So a test puts back whatever it changes globally.
          isolate: false,
          setupFiles: "test/support/globals-put-back.ts",
        },
      },
      { extends: true, test: { name: "processes", include: processTests } },
      ...(process.env["PLINTH_TEST_DATABASE"] === "docker" ? dockerProjects : []),
      {
        extends: true,
        test: {
          name: "integration",
          include: [integrationTests],
          globalSetup: "test/support/global-setup.ts",
        },
      },
    ],
  },
});

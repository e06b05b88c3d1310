import { expect, inject, onTestFinished } from "vitest";
import { createTestDatabase, dropTestDatabase, withDatabase } from "#test/support/test-database.ts";
import { test } from "#test/support/fixtures.ts";
import { killAndRecover, slowFiles } from "./killed-runs.ts";
import { migrationFolder } from "./migration-folder.ts";
import { forkStarters } from "./starters.ts";

/** Over the whole run of `slowFiles`: where it begins, and somewhere in each file or soon after. */
const moments = [0, 1, 2, 3, 3, 3, 4, 4].map((file) => ({ file, milliseconds: Math.random() * 120 }));

test(
  "a run that is killed at any moment is finished by the next, or said to be dirty and mended as it says",
  {
    timeout: 120_000,
  },
  async ({ admin, adminUrl }) => {
    const { directory, remove } = migrationFolder(slowFiles);
    onTestFinished(() => remove());
    const starters = await forkStarters(moments.length);
    onTestFinished(() => void starters.map((starter) => starter.kill()));
    for (const [index, starter] of starters.entries()) {
      const name = await createTestDatabase(admin, inject("databasePrefix"));
      const options = { url: withDatabase(adminUrl, name), directory, order: ["shop"] };
      const moment = moments[index] ?? { file: 0, milliseconds: 0 };
      const killed = killAndRecover(starter, options, moment);
      await expect(killed, JSON.stringify(moment)).resolves.toBeDefined();
      await dropTestDatabase(admin, name);
    }
  },
);

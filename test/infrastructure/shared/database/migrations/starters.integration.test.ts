import { expect, inject, onTestFinished } from "vitest";
import { readInvalidIndexes } from "#infrastructure/shared/database/migrations/invalid-indexes.ts";
import { createTestDatabase, dropTestDatabase, withDatabase } from "#test/support/test-database.ts";
import { test } from "#test/support/fixtures.ts";
import { migrationFolder } from "./migration-folder.ts";
import { filesWithIndex, forkStarters } from "./starters.ts";
import { column, connect } from "./support.ts";

test(
  "8 instances that start at once migrate once and none fails, while one of them builds an index concurrently",
  {
    timeout: 60_000,
  },
  async ({ admin, adminUrl }) => {
    const { directory, remove } = migrationFolder(filesWithIndex(100_000));
    onTestFinished(() => remove());
    const starters = await forkStarters(8);
    onTestFinished(() => void starters.map((starter) => starter.kill()));
    for (const round of [1, 2, 3]) {
      const name = await createTestDatabase(admin, inject("databasePrefix"));
      const url = withDatabase(adminUrl, name);
      const outcomes = await Promise.all(
        starters.map((starter) => starter.migrate({ url, directory, order: ["shop"] })),
      );
      const names = ["shop/0001_items", "shop/0002_index", "shop/0003_more"];
      const all = outcomes.flatMap((outcome) => ("applied" in outcome ? outcome.applied : [outcome.error]));
      expect(all.toSorted(), `round ${round}`).toEqual(names);
      const client = await connect(url);
      expect(await column(client, "SELECT name FROM migrations.shop ORDER BY id")).toHaveLength(3);
      expect(await readInvalidIndexes(client)).toEqual([]);
      await client.end();
      await dropTestDatabase(admin, name);
    }
  },
);

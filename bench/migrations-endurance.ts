import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { killAndRecover, slowFiles } from "#test/infrastructure/shared/database/migrations/killed-runs.ts";
import { migrationFolder } from "#test/infrastructure/shared/database/migrations/migration-folder.ts";
import { filesWithIndex, forkStarters } from "#test/infrastructure/shared/database/migrations/starters.ts";

/**
 * The long form of two tests of the migrations: 8 instances start at once, in 20 rounds, and one of them builds an index
 * concurrently on 1,000,000 rows; and 50 runs are killed at random moments over the whole run. Run it with
 * `node bench/migrations-endurance.ts [rounds] [rows] [kills]`; it fails with the first thing that isn't as it should be.
 */
const [rounds = 20, rows = 1_000_000, kills = 50] = process.argv.slice(2).map(Number);
const directory = mkdtempSync(join(tmpdir(), "plinth-endurance-"));
const server = await startEmbeddedServer({ directory, durable: false });
const order = ["shop"];
try {
  await startAtOnce();
  await killAtRandom();
} finally {
  await server.stop();
  rmSync(directory, { recursive: true });
}

async function startAtOnce(): Promise<void> {
  const files = migrationFolder(filesWithIndex(rows));
  const starters = await forkStarters(8);
  for (let round = 1; round <= rounds; round++) {
    const url = server.url(`start_${round}`);
    await ensureDatabase(url);
    const begin = performance.now();
    const options = { url, directory: files.directory, order };
    const outcomes = await Promise.all(starters.map((starter) => starter.migrate(options)));
    const applied = outcomes.flatMap((outcome) => ("applied" in outcome ? outcome.applied : [outcome.error]));
    assert.deepEqual(applied, ["shop/0001_items", "shop/0002_index", "shop/0003_more"]);
    console.log(`round ${round}: migrated once by 8, ${Math.round(performance.now() - begin)} ms`);
  }
  await Promise.all(starters.map((starter) => starter.kill()));
  files.remove();
}

async function killAtRandom(): Promise<void> {
  const files = migrationFolder(slowFiles);
  const counts = [0, 0, 0, 0, 0];
  let dirty = 0;
  for (let kill = 1; kill <= kills; kill++) {
    const url = server.url(`kill_${kill}`);
    await ensureDatabase(url);
    const [starter] = await forkStarters(1);
    assert.ok(starter);
    const moment = { file: Math.floor(Math.random() * 5), milliseconds: Math.random() * 150 };
    const { recorded, wasDirty } = await killAndRecover(starter, { url, directory: files.directory, order }, moment);
    counts[recorded] = (counts[recorded] ?? 0) + 1;
    if (wasDirty) dirty++;
  }
  console.log(`${kills} kills, by the number of files that were recorded: ${counts.join(", ")}; dirty: ${dirty}`);
  files.remove();
}

import fc from "fast-check";
import { loadModule } from "libpg-query";
import { compareWithPostgres } from "./compare.ts";
import { randomSql } from "./random-sql.ts";

const [wanted = 20_000, seed = Date.now()] = process.argv.slice(2).map(Number);
await loadModule();
const counts = { compared: 0, refused: 0, skipped: 0, disagreements: 0 };
// More than half of what is random has an unclosed string, and is refused.
for (const sql of fc.sample(randomSql, { numRuns: wanted * 3, seed })) {
  if (counts.compared === wanted) break;
  const result = compareWithPostgres(sql);
  if (result === "refused by PostgreSQL") counts.refused++;
  else if (result === "refused by us" || result === "not comparable") counts.skipped++;
  else counts.compared++;
  if (typeof result === "object" && counts.disagreements++ < 10) {
    process.stdout.write(`${JSON.stringify(sql)}\n  ours:       ${result.ours}\n  PostgreSQL: ${result.postgres}\n`);
  }
}
process.stdout.write(
  `${counts.compared} random texts that PostgreSQL accepts, seed ${seed}: ${counts.disagreements} disagreements ` +
    `(besides ${counts.refused} that it refuses, ${counts.skipped} refused by us or not comparable).\n`,
);
process.exitCode = counts.disagreements === 0 && counts.compared > 0 ? 0 : 1;

import fc from "fast-check";
import { loadModule } from "libpg-query";
import { readProgramOptions } from "#test/support/program-options.ts";
import { compareWithPostgres } from "./compare.ts";
import { randomSql } from "./random-sql.ts";

const help = `Compares where the SQL compiler's lexer cuts random texts with where PostgreSQL's own scanner does.

  npm run sql:fuzz-lexer -- --count 20000 --seed 1

  --count <number>  how many texts that PostgreSQL accepts (20000)
  --seed <number>   of the texts (the time); the same seed repeats them
  --help            this text
`;

const { count, seed } = readProgramOptions(help, {
  count: { default: 20_000, least: 1 },
  seed: { default: Date.now() % 1_000_000_000 },
});
process.exitCode = (await fuzz()) ? 0 : 1;

/** @returns whether all is well */
async function fuzz(): Promise<boolean> {
  await loadModule();
  const counts = { compared: 0, refused: 0, skipped: 0, disagreements: 0 };
  // More than half of what is random has an unclosed string, and is refused.
  for (const sql of fc.sample(randomSql, { numRuns: count * 3, seed })) {
    if (counts.compared === count) break;
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
  return counts.disagreements === 0 && counts.compared > 0;
}

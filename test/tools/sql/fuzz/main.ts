import { readProgramOptions } from "#test/support/program-options.ts";
import { runFuzz } from "./run-fuzz.ts";
import { withScratchDatabase } from "#tools/sql/scratch-database.ts";

const help = `Looks for a NULL where the SQL compiler says that there is none, with random queries over rows full of NULL.

  npm run sql:fuzz                              until 5,000 queries ran, from a random seed, which is printed
  npm run sql:fuzz -- --seed 42 --count 100     the queries of the seeds from 42 on

  --database-url <url>    use this database, in which the schema fuzz is made anew, instead of a new one
  --help                  this text
`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const {
  count,
  seed,
  "database-url": url,
} = readProgramOptions(
  help,
  { count: { default: 5000, least: 1 }, seed: { default: Math.floor(Math.random() * 1e9) } },
  ["database-url"],
);
const allIsWell = await (url === undefined
  ? withScratchDatabase(({ url: scratch }) => fuzz(scratch), print)
  : fuzz(url));
process.exitCode = allIsWell ? 0 : 1;

async function fuzz(databaseUrl: string): Promise<boolean> {
  const report = await runFuzz({ databaseUrl, seed, count });
  for (const wrong of report.wrong) {
    print(
      `NULL in column ${wrong.columns.join(", ")}, which was said to be non-null (seed ${wrong.seed}):\n  ${wrong.sql}\n`,
    );
  }
  print(
    `Seed ${seed}: ${report.ran} queries ran, ${report.withParameters} of them with parameters; ${report.failed} more failed. ` +
      `${report.claims} columns with rows were said to be non-null (${report.claimsByParameters} because of a parameter), ` +
      `${report.nullable} nullable (${report.nullableWithoutNull} of them without a NULL). Wrong: ${report.wrong.length}.`,
  );
  return report.wrong.length === 0;
}

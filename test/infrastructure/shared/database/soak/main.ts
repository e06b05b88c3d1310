import { readProgramOptions } from "#test/support/program-options.ts";
import { startThrowAwayServer } from "../hazards/throw-away-server.ts";
import { runSoak } from "./run-soak.ts";

const help = `Loads the DataSource against a PostgreSQL of its own while backends are killed twice a second. At the end: no leaked
connection, no statement that never settles, memory flat, every acknowledged write present, every refused one absent.

  npm run test:soak -- --minutes 10

  --minutes <number>  how long (10)
  --seed <number>     of the random draws (1)
  --slope <number>    megabytes per minute that the heap may grow in the second half (1)
  --help              this text
`;

const { minutes, seed, slope } = readProgramOptions(help, {
  minutes: { default: 10, least: 0.01, decimals: true },
  seed: { default: 1 },
  slope: { default: 1, decimals: true },
});
process.exitCode = (await soak()) ? 0 : 1;

/** @returns whether all is well */
async function soak(): Promise<boolean> {
  const started = performance.now();
  const server = await startThrowAwayServer();
  try {
    const { violations, ...counts } = await runSoak(server.url, {
      ...{ seed, slope },
      milliseconds: minutes * 60_000,
      onProgress: (line) => process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0)} s: ${line}\n`),
    });
    for (const violation of violations) process.stdout.write(`${violation}\n`);
    process.stdout.write(`${minutes} minutes: ${violations.length} violations. ${JSON.stringify(counts)}\n`);
    return violations.length === 0;
  } finally {
    await server.remove();
  }
}

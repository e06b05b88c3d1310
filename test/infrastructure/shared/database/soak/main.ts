import { parseArgs } from "node:util";

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

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
    slope: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});
const [minutes, seed, slope] = [Number(values.minutes), Number(values.seed), Number(values.slope)];
if (values.help || !(minutes > 0) || !Number.isInteger(seed) || Number.isNaN(slope)) {
  process.stdout.write(help);
  process.exitCode = values.help ? 0 : 2;
} else process.exitCode = (await soak()) ? 0 : 1;

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

import { parseArgs } from "node:util";
import { makeRunDirectory, sweepRunDirectories } from "#test/support/run-directory.ts";
import { runFailover } from "./run-failover.ts";

const help = `Kills a primary under load and promotes its synchronous standby; both are PostgreSQL of its own. At most what was in
flight may fail, nothing acknowledged may be lost, nothing may hang, and the service must recover without a restart.

  npm run test:failover -- --rounds 10

  --rounds <number>     how often (1)
  --workers <number>    transactions at the same time (16)
  --load <number>       milliseconds of load before and after (3000)
  --detection <number>  milliseconds until the standby is promoted (1000)
  --help                this text
`;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "1" },
    workers: { type: "string", default: "16" },
    load: { type: "string", default: "3000" },
    detection: { type: "string", default: "1000" },
    help: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const [workers, load, detection] = [Number(values.workers), Number(values.load), Number(values.detection)];
if (values.help || !(rounds > 0 && workers > 0 && load > 0 && detection >= 0)) {
  process.stdout.write(help);
  process.exitCode = values.help ? 0 : 2;
} else {
  await sweepRunDirectories();
  for (let round = 1; round <= rounds; round++) await runRound();
}

async function runRound(): Promise<void> {
  const directory = await makeRunDirectory();
  try {
    const { committed, failed, longestMs, recoveryMs, violations } = await runFailover(directory.path, {
      workers,
      load,
      detection,
    });
    const failures = Object.entries(failed).map(([name, count]) => `${count} ${name}`);
    process.stdout.write(
      `${committed} committed; failed in flight: ${failures.join(", ") || "none"}; longest ${longestMs.toFixed(0)} ms; ` +
        `recovered ${recoveryMs.toFixed(0)} ms after the primary's death (promoted after ${detection}); ` +
        `${violations.length} violations.\n${violations.map((violation) => `  ${violation}\n`).join("")}`,
    );
    if (violations.length > 0) process.exitCode = 1;
  } finally {
    directory.remove();
  }
}

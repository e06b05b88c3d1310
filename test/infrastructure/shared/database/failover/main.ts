import { readProgramOptions } from "#test/support/program-options.ts";
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

const { rounds, workers, load, detection } = readProgramOptions(help, {
  rounds: { default: 1, least: 1 },
  workers: { default: 16, least: 1 },
  load: { default: 3000, least: 1 },
  detection: { default: 1000, least: 0 },
});
await sweepRunDirectories();
for (let round = 1; round <= rounds; round++) await runRound();

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

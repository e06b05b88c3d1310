import { readProgramOptions } from "#test/support/program-options.ts";
import { startThrowAwayServer } from "../throw-away-server.ts";
import { runSchedules } from "./run-schedule.ts";

const help = `Runs random schedules of works and faults against a PostgreSQL of its own, and checks what came of each.

  npm run test:faults -- --schedules 1000 --seed 1

  --schedules <number>  how many (1,000)
  --seed <number>       of the first schedule; the next has the next seed (the time). Names a schedule when it fails.
  --help                this text

The plan of a seed is always the same; how works and faults meet isn't: run a failing one several times.
`;

const { schedules, seed } = readProgramOptions(help, {
  schedules: { default: 1000, least: 1 },
  seed: { default: Date.now() % 1_000_000_000 },
});
process.exitCode = (await runAll()) ? 0 : 1;

/** @returns whether all is well */
async function runAll(): Promise<boolean> {
  const started = performance.now();
  const counts = new Map<string, number>();
  const count = (what: string, times = 1) => void counts.set(what, (counts.get(what) ?? 0) + times);
  let done = 0;
  let violated = 0;
  const server = await startThrowAwayServer();
  try {
    await runSchedules(server.url, { schedules, seed }, (own, { told, retries, hits, violations }) => {
      for (const { outcome, error } of told) {
        count(outcome);
        if (error instanceof Error) count(error.name);
      }
      count("retries", retries);
      count("backends hit", hits);
      if (violations.length > 0) {
        violated++;
        process.stdout.write(`Violated, --schedules 1 --seed ${own}:\n  ${violations.join("\n  ")}\n`);
      }
      if (++done % 100 === 0) process.stdout.write(`${done} of ${schedules} schedules, ${violated} violated.\n`);
    });
  } finally {
    await server.remove();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const told = [...counts].map(([what, times]) => `${what} ${times}`).join(", ");
  process.stdout.write(`${schedules} schedules, seed ${seed}, ${seconds} s: ${violated} violated. Told: ${told}.\n`);
  return violated === 0;
}

import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import { startThrowAwayServer } from "#test/infrastructure/shared/database/hazards/throw-away-server.ts";
import { readProgramOptions } from "#test/support/program-options.ts";
import { runLoad } from "./run-load.ts";

const help = `Lets 16 clients transfer money, place orders and take stock over HTTP, against a PostgreSQL of its own, while a backend
is killed for every 20th operation. At the end: balances exact, no negative stock, no order without items, the effect of
every accepted request present, that of every refused one absent, and of the unknown ones all or nothing.

  npm run test:load -- --seconds 60 --seed 1

  --seconds <number>  how long (60)
  --seed <number>     of the operations (the time); how they meet is never the same
  --help              this text
`;

const { seconds, seed } = readProgramOptions(help, {
  seconds: { default: 60, least: 0.1, decimals: true },
  seed: { default: Date.now() % 1_000_000_000 },
});
process.exitCode = (await load()) ? 0 : 1;

/** @returns whether all is well */
async function load(): Promise<boolean> {
  const server = await startThrowAwayServer();
  try {
    await migrate({ url: server.url });
    const end = performance.now() + seconds * 1000;
    const { violations, answers, outcomes, killed } = await runLoad(server.url, {
      goOn: () => performance.now() < end,
      seed,
    });
    for (const violation of violations) process.stdout.write(`${violation}\n`);
    process.stdout.write(`${JSON.stringify(answers, undefined, 2)}\n`);
    process.stdout.write(
      `${seconds} s, seed ${seed}: ${outcomes.length} operations, ${killed} backends killed, ${violations.length} violations\n`,
    );
    return violations.length === 0;
  } finally {
    await server.remove();
  }
}

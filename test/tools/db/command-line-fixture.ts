import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { test as base } from "#test/support/fixtures.ts";
import { type CommandLineRun, db, shopAndCellar } from "./command-line.ts";

/** Runs a command line on a project with a shop and a cellar, and an empty database. */
export interface CommandLine {
  (args: string, answer?: string): Promise<CommandLineRun>;
  readonly project: ReturnType<typeof shopAndCellar>;
  readonly query: (sql: string) => Promise<unknown[]>;
}

/** `test` with `run`, whose arguments are one text. */
export const test = base.extend("run", ({ emptyDatabase: { url } }): CommandLine => {
  const project = shopAndCellar();
  const run = (args: string, answer?: string) =>
    db(args.split(" "), {
      directory: project.directory,
      environment: { DATABASE_URL: url },
      ...(answer === undefined ? {} : { answer }),
    });
  // A connection for each: some commands need the database for themselves.
  const query = async (sql: string): Promise<unknown[]> => {
    const client = await connectPlainly(url, "test of the commands");
    try {
      return (await client.query<object>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return Object.assign(run, { project, query });
});

/** The states of all migrations, in order. */
export async function states(run: CommandLine): Promise<string> {
  const { out } = await run("status --json");
  const { contexts } = JSON.parse(out) as { contexts: { migrations: { state: string }[] }[] };
  return contexts.flatMap(({ migrations }) => migrations.map(({ state }) => state)).join(" ");
}

import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { migrationsDirectory } from "#infrastructure/shared/database/migrations/migrations.ts";
import { run } from "./run.ts";
import { withScratchDatabase } from "./scratch-database.ts";
import type { ScratchDatabase } from "./scratch-database.ts";
import { watch } from "./watch.ts";

const help = `Compiles sql/<context>/<file>.sql to typed functions in <file>.sql.ts beside it. See docs/sql.md.

  npm run sql                  compile all files and write what has changed
  npm run sql -- --watch       go on with each file that changes; a change of the migrations makes the database anew
  npm run sql:check            write nothing; fail when a generated file isn't up to date

See also: npm run sql:explain -- --help

  --watch                      until Ctrl-C
  --check                      as npm run sql:check
  --database-url <url>         ask this database, which must be migrated, instead of a new one
  --directory <folder>         the folder of the contexts' folders (default: sql)
  --help                       this text
`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const projectDirectory = join(import.meta.dirname, "../..");

const options = readOptions();
if (options.help) {
  print(help);
} else {
  const { check, directory } = options;
  const compile = async ({ url: databaseUrl, renew }: ScratchDatabase): Promise<boolean> => {
    if (!options.watch) return run({ directory, databaseUrl, check, print });
    const signal = new AbortController().signal;
    await watch({ directory, migrationsDirectory, databaseUrl, renew, print, signal });
    return true;
  };
  const url = options["database-url"];
  // A database of the user's own is the user's to migrate.
  const renew = async (): Promise<void> => print("Expecting that they were run on your database.");
  try {
    const allIsWell = await (url === undefined ? withScratchDatabase(compile, print) : compile({ url, renew }));
    process.exitCode = allIsWell ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        check: { type: "boolean", default: false },
        "database-url": { type: "string" },
        directory: { type: "string", default: relative(process.cwd(), join(projectDirectory, "sql")) },
        watch: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exit(2);
  }
}

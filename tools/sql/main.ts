import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { run } from "./run.ts";
import { withScratchDatabase } from "./scratch-database.ts";

const help = `Compiles sql/<context>/<file>.sql to typed functions in <file>.sql.ts beside it. See docs/sql.md.

  npm run sql                  compile all files and write what has changed
  npm run sql:check            write nothing; fail when a generated file isn't up to date

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
  const compile = (databaseUrl: string): Promise<boolean> => run({ directory, databaseUrl, check, print });
  const databaseUrl = options["database-url"];
  try {
    const allIsWell = await (databaseUrl === undefined ? withScratchDatabase(compile, print) : compile(databaseUrl));
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
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exit(2);
  }
}

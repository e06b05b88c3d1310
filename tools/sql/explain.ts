import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { explainStatement } from "./explain-statement.ts";
import { findStatement, listStatements } from "./find-statement.ts";
import { toPositionalText } from "./positional-text.ts";
import { withScratchDatabase } from "./scratch-database.ts";
import { readSqlFolder } from "./sql-files.ts";
import type { SourceStatement } from "./statement-file.ts";

const help = `Shows how PostgreSQL would run a statement, as a tree.

  npm run sql:explain -- findUser                  the plan for any values of its parameters
  npm run sql:explain -- findUser --id 0190a5...   the plan for these; parameters left out are NULL
  npm run sql:explain -- catalog/product-search.searchProducts.newest
                                                   by its full name, in one of its orders

  --<parameter> <value>        as PostgreSQL reads it, as in --ids '{1,2}'; --user-id and --user_id are the same
  --analyze                    run it, show real rows and times, and take it back
  --database-url <url>         ask this database, which must be migrated, instead of a new one without rows
  --directory <folder>         the folder of the contexts' folders (default: sql)
  --help                       this text
`;

const common = {
  analyze: { type: "boolean", default: false },
  "database-url": { type: "string" },
  directory: { type: "string", default: relative(process.cwd(), join(import.meta.dirname, "../../sql")) },
  help: { type: "boolean", default: false },
} as const;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values: options, positionals } = parseArgs({ options: common, strict: false, allowPositionals: true });
  // Values of parameters may be among them: the options are read again when the parameters are known.
  const wanted = positionals[0] ?? "";
  if (options.help === true) {
    print(help);
    return 0;
  }
  if (wanted === "") {
    process.stderr.write(`Expected the name of a statement.\n\n${help}`);
    return 2;
  }
  const { files } = await readSqlFolder(String(options.directory));
  const found = findStatement(listStatements(files), wanted);
  const { analyze, databaseUrl, values } = readOptions(found.statement);
  const explain = async (url: string): Promise<void> => {
    for (const line of await explainStatement(found, { databaseUrl: url, values, analyze })) print(line);
  };
  await (databaseUrl === undefined ? withScratchDatabase(({ url }) => explain(url), print) : explain(databaseUrl));
  return 0;
}

/** @throws TypeError for an option that is neither a parameter of the statement nor one of ours */
function readOptions(statement: SourceStatement) {
  const names = toPositionalText(statement.body).parameters.map(({ name }) => name);
  const spellings = names.flatMap((name) => [name, name.replaceAll("_", "-")]);
  const ofParameters = Object.fromEntries(spellings.map((name) => [name, { type: "string" as const }]));
  const { values } = parseArgs({ options: { ...ofParameters, ...common }, allowPositionals: true });
  const given = Object.entries<unknown>(values).filter(([name]) => spellings.includes(name));
  return {
    analyze: values.analyze,
    databaseUrl: values["database-url"],
    values: Object.fromEntries(given.map(([name, value]) => [name.replaceAll("-", "_"), String(value)])),
  };
}

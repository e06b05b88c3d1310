import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { commands } from "#tools/db/commands.ts";
import { runCommandLine } from "#tools/db/cli/run-command-line.ts";

export interface CommandLineRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What was asked. */
  readonly questions: readonly string[];
}

export interface MigrationProject {
  readonly directory: string;
  write(path: string, text: string): void;
  read(path: string): string;
  files(): string[];
}

/** A throw-away migrations folder with its order.ts, removed when the test has ended. */
export function migrationProject(order: readonly string[], files: Readonly<Record<string, string>>): MigrationProject {
  const directory = mkdtempSync(join(tmpdir(), "plinth-db-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  write("order.ts", `export const contexts = ${JSON.stringify(order)} as const;\n`);
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    directory,
    write,
    read: (path) => readFileSync(join(directory, path), "utf8"),
    files: () =>
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
        .toSorted(),
  };
}

/** Two contexts: a shop with two migrations and a cellar with one. */
export function shopAndCellar(): MigrationProject {
  return migrationProject(["shop", "cellar"], {
    "shop/0001_schema.up.sql": "CREATE SCHEMA shop;",
    "shop/0001_schema.down.sql": "DROP SCHEMA shop;",
    "shop/0002_items.up.sql": "CREATE TABLE shop.items (id int PRIMARY KEY);",
    "shop/0002_items.down.sql": "DROP TABLE shop.items;",
    "cellar/0001_schema.up.sql": "CREATE SCHEMA cellar;",
    "cellar/0001_schema.down.sql": "DROP SCHEMA cellar;",
  });
}

export interface CommandLineOptions {
  readonly directory?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** What somebody at a terminal answers. Undefined: there is no terminal. */
  readonly answer?: string;
}

/** Runs one command line as `npm run db --` does, in this process. */
export async function db(args: readonly string[], options: CommandLineOptions = {}): Promise<CommandLineRun> {
  const { directory = "/nowhere", environment = {}, answer } = options;
  const [out, err, questions]: string[][] = [[], [], []];
  const code = await runCommandLine(commands, args, {
    environment,
    migrationsDirectory: directory,
    terminal: {
      out: (text) => void out?.push(text),
      err: (text) => void err?.push(text),
      interactive: answer !== undefined,
      ask: async (question) => {
        questions?.push(question);
        return answer ?? "";
      },
    },
  });
  return { code, out: out?.join("\n") ?? "", err: err?.join("\n") ?? "", questions: questions ?? [] };
}

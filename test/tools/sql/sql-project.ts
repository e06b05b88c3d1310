import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "#tools/sql/run.ts";
import { test as base } from "./shop.ts";

export const findUser = "-- name: findUser :maybe\n-- A user.\nSELECT id, email FROM shop.users WHERE id = :id;\n";
const countOrders = "-- name: countOrders :one\nSELECT count(*) FROM shop.orders;\n";

/** `test` with a folder of two `.sql` files on the schema of shop.ts, and the command that compiles them. */
export const test = base.extend("project", async ({ emptyDatabase, sql: _migrated }, { onCleanup }) => {
  const directory = mkdtempSync(join(tmpdir(), "sql-"));
  onCleanup(() => rmSync(directory, { recursive: true }));
  const project = {
    directory,
    write: (path: string, text: string): void => {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    },
    read: (path: string): string => readFileSync(join(directory, path), "utf8"),
    remove: (path: string): void => rmSync(join(directory, path)),
    generated: (): string[] =>
      readdirSync(directory, { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".ts"))
        .toSorted(),
    run: async ({ check = false } = {}): Promise<{ ok: boolean; output: string }> => {
      const lines: string[] = [];
      const print = (line: string): void => void lines.push(line.replaceAll(`${directory}/`, ""));
      const ok = await run({ directory, databaseUrl: emptyDatabase.url, check, print });
      return { ok, output: lines.join("\n") };
    },
  };
  project.write("shop/user.sql", findUser);
  project.write("shop/order.sql", countOrders);
  return project;
});

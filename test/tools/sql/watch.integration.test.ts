import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { eventually } from "#test/support/eventually.ts";
import { watch } from "#tools/sql/watch.ts";
import { findUser, test as base } from "./sql-project.ts";

const test = base.extend("watching", async ({ project, sql, emptyDatabase }, { onCleanup }) => {
  const lines: string[] = [];
  const ending = new AbortController();
  const migrationsDirectory = mkdtempSync(join(tmpdir(), "migrations-"));
  mkdirSync(join(migrationsDirectory, "shop"), { recursive: true });
  let migration = "";
  const ended = watch({
    directory: project.directory,
    migrationsDirectory,
    databaseUrl: emptyDatabase.url,
    renew: async () => void (await sql.unsafe(migration)),
    print: (line) => void lines.push(line.replaceAll(`${project.directory}/`, "")),
    signal: ending.signal,
  });
  onCleanup(async () => {
    ending.abort();
    await ended;
    rmSync(migrationsDirectory, { recursive: true });
  });
  const printed = async (text: string | RegExp): Promise<string> => {
    const found = await eventually(() => {
      const line = lines.findIndex((candidate) => candidate.match(text));
      expect(lines[line] ?? lines.join("\n")).toMatch(text);
      return lines.splice(0, line + 1).at(-1) ?? "";
    });
    return found;
  };
  const migrate = (text: string): void => {
    migration = text;
    writeFileSync(join(migrationsDirectory, "shop/0001_a.up.sql"), text);
  };
  await printed(/^Watching/);
  return { lines, printed, migrate };
});

describe("npm run sql -- --watch", () => {
  test("compiles all files first, and then each one that changes, within 300 ms", async ({ project, watching }) => {
    expect(project.generated()).toEqual(["shop/order.sql.ts", "shop/user.sql.ts"]);
    const milliseconds: number[] = [];
    for (const columns of ["id", "email, id", "email"]) {
      project.write("shop/user.sql", findUser.replace("id, email", columns));
      const line = await watching.printed(/^wrote shop\/user\.sql\.ts/);
      milliseconds.push(Number(/\((\d+) ms\)/.exec(line)?.[1]));
    }
    expect(project.read("shop/user.sql.ts")).toContain("{ email: string }");
    expect(Math.min(...milliseconds), "the others may have stood still on a busy machine").toBeLessThan(300);
    expect(watching.lines.filter((other) => other.includes("order"))).toEqual([]);
  });

  test("shows the faults of a file, keeps what was generated, and goes on", async ({ project, watching }) => {
    const before = project.read("shop/user.sql.ts");
    project.write("shop/user.sql", findUser.replace("email", "emial"));
    await watching.printed('column "emial" does not exist');
    expect(project.read("shop/user.sql.ts")).toBe(before);
    project.write("shop/user.sql", findUser);
    await watching.printed(/user\.sql\.ts is up to date/);
  });

  test("follows a file that is new, in a new context, and one that is removed", async ({ project, watching }) => {
    project.write("other/new.sql", "-- name: now :one\nSELECT 1 AS a;\n");
    await watching.printed(/^wrote other\/new\.sql\.ts/);
    project.remove("shop/order.sql");
    await watching.printed(/^removed shop\/order\.sql\.ts/);
    expect(project.generated()).toEqual(["other/new.sql.ts", "shop/user.sql.ts"]);
  });

  test("compiles all files against the database of a changed migration, and survives a wrong one", async ({
    project,
    watching,
  }) => {
    watching.migrate("ALTER TABLE shop.users ALTER email DROP NOT NULL");
    await watching.printed(/^wrote shop\/user\.sql\.ts/);
    expect(project.read("shop/user.sql.ts")).toContain("email: string | null");
    watching.migrate("ALTER TABL");
    await watching.printed("syntax error");
    project.write("shop/user.sql", findUser.replace("A user", "One user"));
    await watching.printed("mend the migration first");
    watching.migrate("ALTER TABLE shop.users ALTER email SET NOT NULL");
    await watching.printed(/^wrote shop\/user\.sql\.ts/);
    expect(project.read("shop/user.sql.ts")).toContain("One user");
  });
});

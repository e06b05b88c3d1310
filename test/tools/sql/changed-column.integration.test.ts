import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect } from "vitest";
import { test as base } from "#test/support/fixtures.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { run } from "#tools/sql/run.ts";

const root = join(import.meta.dirname, "../../..");
const adapter = "src/infrastructure/identity/postgres-user-directory.ts";
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

/** A copy of what tsc reads of the project, compiled against a database of this test's own. */
const test = base.extend("house", async ({ db }, { onCleanup }) => {
  const directory = mkdtempSync(join(tmpdir(), "changed-column-"));
  onCleanup(() => rmSync(directory, { recursive: true }));
  for (const part of ["src", "sql", "migrations", "package.json"])
    cpSync(join(root, part), join(directory, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  const settings = {
    extends: join(root, "tsconfig.json"),
    files: [adapter],
    include: [],
  };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(settings));
  const compile = async (check: boolean): Promise<{ ok: boolean; output: string }> => {
    const lines: string[] = [];
    const print = (line: string): void => void lines.push(line.replaceAll(`${directory}/`, ""));
    const ok = await run({ directory: join(directory, "sql"), databaseUrl: db.url, check, print });
    return { ok, output: lines.join("\n") };
  };
  return {
    alter: async (sql: string): Promise<void> => {
      const client = await connectPlainly(db.url, "changed column");
      await client.query(sql);
      await client.end();
    },
    rewrite: (path: string, change: (text: string) => string): void =>
      writeFileSync(join(directory, path), change(readFileSync(join(directory, path), "utf8"))),
    sql: () => compile(false),
    check: () => compile(true),
    /** What tsc says of the adapter: the text of each line that it faults, and the fault. */
    typecheck: async (): Promise<string[]> => {
      const lines = readFileSync(join(directory, adapter), "utf8").split("\n");
      const { stdout } = await promisify(execFile)(process.execPath, [tsc, "--noEmit", "-p", "."], {
        cwd: directory,
      }).catch((error: unknown) => error as { stdout: string });
      return [...stdout.matchAll(/^(\S+)\((\d+),\d+\): error (.*)/gm)].map(
        ([, path, line, fault]) => `${path === adapter ? lines[Number(line) - 1]?.trim() : path} <- ${fault}`,
      );
    },
  };
});

describe("a changed column", () => {
  test("is no fault as long as nothing has changed", async ({ house }) => {
    await house.sql();
    expect(await house.check()).toMatchObject({ ok: true });
    expect(await house.typecheck()).toEqual([]);
  });

  test.for([
    ["another type", "ALTER TABLE identity.users ALTER name TYPE integer USING 1", "number"],
    ["no NOT NULL any more", "ALTER TABLE identity.users ALTER name DROP NOT NULL", "null"],
  ])("with %s fails the check, and then tsc at the line in the adapter", async ([, change = "", type], { house }) => {
    await house.sql();
    // A number has no lower(): the statement shall compile whatever the type.
    house.rewrite("sql/identity/user-directory.sql", (text) => text.replaceAll("lower(name)", "lower(name::text)"));
    await house.sql();
    await house.alter(change);
    expect(await house.check()).toEqual({
      ok: false,
      output: expect.stringContaining("sql/identity/user-directory.sql.ts is out of date.") as string,
    });
    expect(await house.sql()).toMatchObject({ ok: true });
    const faults = await house.typecheck();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^return \{ \.\.\.toPage\(.* <- TS2322/);
    expect(faults[0]).toContain(type);
  });

  test("with another name fails the check in the SQL, and, that mended, tsc in the adapter", async ({ house }) => {
    await house.sql();
    await house.alter("ALTER TABLE identity.users RENAME role TO duty");
    const { ok, output } = await house.check();
    expect(ok).toBe(false);
    expect(output).toMatch(/sql\/identity\/user-directory\.sql:\d+:\d+: column "role" does not exist\n {2}SELECT/);
    for (const file of ["user", "user-directory"]) {
      house.rewrite(`sql/identity/${file}.sql`, (text) =>
        text.replaceAll(/(?<![:\w])role\b/g, "duty").replaceAll(":role", ":duty"),
      );
    }
    expect(await house.sql()).toMatchObject({ ok: true });
    const faults = await house.typecheck();
    expect(faults).toContainEqual(expect.stringMatching(/role: parseUserRole\(row\.role\).* <- TS2551|TS2339/));
  });
});

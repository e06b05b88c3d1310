import { describe, expect } from "vitest";
import { openDescriber } from "#tools/sql/describer.ts";
import { findUser, test } from "./sql-project.ts";

describe("npm run sql", () => {
  test("writes one file beside each .sql file, and nothing the second time", async ({ project }) => {
    expect(await project.run()).toEqual({
      ok: true,
      output: "wrote shop/order.sql.ts\nwrote shop/user.sql.ts\n2 .sql files compiled, 2 generated files changed.",
    });
    expect(project.read("shop/user.sql.ts")).toContain(`/**
 * A user.
 *
 * @see [user.sql](../../../sql/shop/user.sql)
 */
export const findUser = maybe<{ id: number }, { id: number; email: string }>({
  name: "shop/user.findUser",
  text: \`SELECT id, email FROM shop.users WHERE id = $1\`,
  parameters: ["id"],
  parameterTypes: [23],
});
`);
    expect(await project.run()).toEqual({ ok: true, output: "2 .sql files compiled, 0 generated files changed." });
  });

  test("removes the generated file of a .sql file that is gone", async ({ project }) => {
    await project.run();
    project.remove("shop/order.sql");
    expect((await project.run()).output).toContain("removed shop/order.sql.ts");
    expect(project.generated()).toEqual(["shop/user.sql.ts"]);
  });

  test("gives every fault of every file at once, and writes nothing when there is one", async ({ project }) => {
    project.write("shop/wrong.sql", "-- name: a :one\nSELECT 1 AS a, $$;\n");
    project.write("shop/order.sql", "-- name: b :one\nSELECT idd FROM shop.orders;\n-- name: c :first\nSELECT 1;\n");
    project.write("lost.sql", "");
    const { ok, output } = await project.run();
    expect(ok).toBe(false);
    expect(output.match(/^\S+:\d+:\d+:/gm)).toEqual([
      "lost.sql:1:1:",
      "shop/order.sql:2:8:",
      "shop/order.sql:3:1:",
      "shop/wrong.sql:2:16:",
    ]);
    expect(output).toContain("4 faults; nothing was written.");
    expect(project.generated()).toEqual([]);
  });

  test("shows the place of PostgreSQL's error in the author's text, and its hint", async ({ project }) => {
    project.write(
      "shop/user.sql",
      "-- name: find :many\nSELECT id -- ☺\nFROM shop.users\n\tWHERE :name::text = name AND '😀' <> :name AND emial = :email;\n",
    );
    expect((await project.run()).output).toContain(`shop/user.sql:4:49: column "emial" does not exist
  \tWHERE :name::text = name AND '😀' <> :name AND emial = :email;
  \t${" ".repeat(46)}^
  hint: Perhaps you meant to reference the column "users.email".`);
  });

  test("shows a fault of the plan as any other, with the other faults", async ({ project }) => {
    project.write("shop/wrong.sql", "-- name: a :one\nSELECT 1 / 0 AS a;\n-- name: b :one\nSELECT c AS b;\n");
    const { output } = await project.run();
    expect(output.match(/^\S+:\d+:\d+: .*/gm)).toEqual([
      "shop/wrong.sql:2:1: division by zero",
      'shop/wrong.sql:4:8: column "c" does not exist',
    ]);
  });

  test("reads files with Windows line ends as the same", async ({ project }) => {
    await project.run();
    project.write("shop/user.sql", findUser.replaceAll("\n", "\r\n"));
    expect((await project.run({ check: true })).ok).toBe(true);
  });
});

describe("files made with another major version of PostgreSQL", () => {
  test.for([[false], [true]])("are refused and left as they are (check: %s)", async ([check = false], { project }) => {
    await project.run();
    const older = project.read("shop/user.sql.ts").replace(/PostgreSQL \d+/, "PostgreSQL 17");
    project.write("shop/user.sql.ts", older);
    const { ok, output } = await project.run({ check });
    expect(ok).toBe(false);
    expect(output).toContain("shop/user.sql.ts was made with PostgreSQL 17, but this database is of PostgreSQL 18.");
    expect(project.read("shop/user.sql.ts")).toBe(older);
  });
});

describe("a database of another major version than the compiler knows", () => {
  test("is refused before anything is asked of it", async ({ project, sql, emptyDatabase }) => {
    await sql.unsafe(`CREATE SCHEMA older; CREATE FUNCTION older.current_setting(text) RETURNS text LANGUAGE sql AS
      $$SELECT CASE $1 WHEN 'server_version_num' THEN '170006' END$$;
      CREATE VIEW older.pg_type AS SELECT 17 AS other_than_here`);
    const url = new URL(emptyDatabase.url);
    url.searchParams.set("search_path", "older, pg_catalog");
    await expect(openDescriber(url.href)).rejects.toThrow(
      "Expected PostgreSQL 18, whose query trees are known here, but this database is of 17: use one of 18.",
    );
    expect(project.generated()).toEqual([]);
  });
});

describe("npm run sql:check", () => {
  test("is content when everything is up to date", async ({ project }) => {
    await project.run();
    expect(await project.run({ check: true })).toEqual({ ok: true, output: "2 generated files are up to date." });
  });

  test("names each file that is missing, out of date or left over, and changes none", async ({ project }) => {
    await project.run();
    project.write("shop/user.sql.ts", `${project.read("shop/user.sql.ts")}// by hand\n`);
    project.remove("shop/order.sql.ts");
    project.write("shop/gone.sql.ts", "");
    const { ok, output } = await project.run({ check: true });
    expect(ok).toBe(false);
    expect(output).toContain("shop/order.sql.ts is missing.");
    expect(output).toContain("shop/user.sql.ts is out of date.");
    expect(output).toContain("shop/gone.sql.ts has no .sql file any more.");
    expect(project.generated()).toEqual(["shop/gone.sql.ts", "shop/user.sql.ts"]);
    expect(project.read("shop/user.sql.ts")).toContain("// by hand");
  });

  test("finds that the database has changed under a statement", async ({ project, sql }) => {
    await project.run();
    await sql`ALTER TABLE shop.users ALTER email DROP NOT NULL`;
    const { ok, output } = await project.run({ check: true });
    expect(ok).toBe(false);
    expect(output).toContain("shop/user.sql.ts is out of date.");
  });
});

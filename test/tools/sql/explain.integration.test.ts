import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { formatPlan } from "#tools/sql/explain-plan.ts";
import { test } from "./sql-project.ts";

const main = join(import.meta.dirname, "../../../tools/sql/explain.ts");

const list = `-- name: listUsers :many
-- order newest: id DESC
-- order byEmail: email, id
SELECT id, email FROM shop.users WHERE email = :user_email ORDER BY id DESC LIMIT :limit::int;
`;

describe("npm run sql:explain", () => {
  const explain = (directory: string, url: string, ...options: string[]) =>
    spawnSync(process.execPath, [main, ...options, "--directory", directory, "--database-url", url], {
      encoding: "utf8",
    });

  test("shows the plan for any values as a tree", ({ project, emptyDatabase: { url } }) => {
    const { stdout, stderr } = explain(project.directory, url, "findUser");
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /^shop\/user\.findUser, for any values\n\nIndex Scan on shop\.users using users_pkey {2}\(rows 1, cost [\d.]+\)\n {4}index condition: \(users\.id = :id\)\n$/,
    );
  });

  test("shows the plan for the given values, NULL for those left out", ({ project, emptyDatabase: { url } }) => {
    project.write("shop/list.sql", list);
    const { stdout } = explain(project.directory, url, "listUsers.newest", "--user-email", "a@b.c");
    expect(stdout).toContain("shop/list.listUsers.newest, for :user_email = a@b.c, :limit = NULL\n");
    expect(stdout).toContain("'a@b.c'::text");
  });

  test("explains itself, and asks for a name", () => {
    const call = (...options: string[]) => spawnSync(process.execPath, [main, ...options], { encoding: "utf8" });
    expect(call("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--analyze") as string });
    expect(call()).toMatchObject({ status: 2, stderr: expect.stringContaining("Expected the name of a") as string });
  });

  test("runs the statement when asked to, and takes it back", async ({ project, sql, emptyDatabase: { url } }) => {
    project.write("shop/list.sql", "-- name: removeAll :exec\nDELETE FROM shop.users WHERE id > :id;\n");
    expect(explain(project.directory, url, "removeAll", "--id", "0", "--analyze").stdout).toMatch(
      /really 2(\.00)? rows/,
    );
    expect(await sql`SELECT count(*)::int AS n FROM shop.users`).toEqual([{ n: 2 }]);
  });

  test.for([
    ["an unknown name", ["findUsr"], "There is no statement called findUsr. Did you mean:\n  shop/user.findUser\n"],
    [
      "several of one name",
      ["findUser"],
      "There are 2 statements called findUser: say which.\n  shop/other.findUser\n",
    ],
    ["an unknown parameter", ["user.findUser", "--idd", "1"], "Unknown option '--idd'"],
    ["a value that isn't one", ["user.findUser", "--id", "x"], 'invalid input syntax for type integer: "x"'],
  ] as const)("refuses %s", ([, options, message], { project, emptyDatabase: { url } }) => {
    if (options[0] === "findUser") {
      project.write("shop/other.sql", "-- name: findUser :one\nSELECT 1 AS a;\n");
    }
    const { status, stderr } = explain(project.directory, url, ...options);
    expect([status, stderr]).toEqual([1, expect.stringContaining(message)]);
  });
});

test("a plan's joins, sorts and real rows stand where they belong", () => {
  const scan = { "Node Type": "Seq Scan", "Relation Name": "a", Schema: "s", "Plan Rows": 5, "Total Cost": 2 };
  const plan = {
    "Node Type": "Hash Join",
    "Join Type": "Left",
    "Hash Cond": "(a.id = b.id)",
    "Plan Rows": 9,
    "Total Cost": 3.5,
    Plans: [
      { "Node Type": "Sort", "Sort Key": ["a", "b DESC"], "Plan Rows": 1, "Total Cost": 1, Plans: [scan] },
      { ...scan, Filter: "(x > 1)", "Actual Rows": 4, "Actual Total Time": 0.1, "Actual Loops": 3 },
    ],
  };
  expect(formatPlan(plan)).toEqual([
    "Hash Join (Left)  (rows 9, cost 3.5)",
    "│   join: (a.id = b.id)",
    "├─ Sort  (rows 1, cost 1)",
    "│  │   by: a, b DESC",
    "│  └─ Seq Scan on s.a  (rows 5, cost 2)",
    "└─ Seq Scan on s.a  (rows 5, cost 2; really 4 rows in 0.1 ms × 3)",
    "       filter: (x > 1)",
  ]);
});

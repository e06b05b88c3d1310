import { describe, expect } from "vitest";
import { test, typesOf } from "./shop.ts";

/** Columns, by the rule that decides them: the query and the row type it must get. */
const rows: Record<string, readonly (readonly [sql: string, row: string])[]> = {
  "a column of a table is non-null when it is NOT NULL, proven for every row": [
    ["SELECT id, email, name FROM shop.users", "id: number; email: string; name: string | null"],
    ["SELECT id, old FROM shop.orders", "id: string; old: string | null"],
    ["SELECT id FROM shop.parents", "id: number | null"],
    ["SELECT id, name FROM shop.user_names", "id: number; name: string | null"],
    ["SELECT relname FROM pg_class LIMIT 1", "relname: string | null"],
  ],
  "the nullable side of an outer join is nullable": [
    [
      "SELECT u.id, o.id AS order_id, o.note FROM shop.users u LEFT JOIN shop.orders o ON o.user_id = u.id",
      "id: number; orderId: string | null; note: string | null",
    ],
    [
      "SELECT u.id, o.id AS order_id FROM shop.users u RIGHT JOIN shop.orders o ON o.user_id = u.id",
      "id: number | null; orderId: string",
    ],
    [
      "SELECT u.id, o.id AS order_id FROM shop.users u FULL JOIN shop.orders o ON o.user_id = u.id",
      "id: number | null; orderId: string | null",
    ],
    [
      "SELECT u.id, o.id AS order_id FROM shop.users u JOIN shop.orders o ON o.user_id = u.id",
      "id: number; orderId: string",
    ],
    ["SELECT id FROM shop.users u FULL JOIN shop.children c USING (id)", "id: number | null"],
    [
      "SELECT s.id, s.many FROM shop.users u LEFT JOIN (SELECT id, 1 AS many FROM shop.orders) s ON s.id = -u.id",
      "id: string | null; many: number | null",
    ],
  ],
  "counts, tests, constants and COALESCE with a non-null argument are non-null": [
    [
      "SELECT count(*), count(name)::int AS names, max(name) AS highest, sum(id) FROM shop.users",
      "count: string; names: number; highest: string | null; sum: string | null",
    ],
    [
      "SELECT 1 AS one, NULL::int AS none, name IS NULL AS empty, name IS NOT NULL AND id IS NOT NULL AS full FROM shop.users",
      "one: number; none: number | null; empty: boolean; full: boolean",
    ],
    [
      "SELECT EXISTS (SELECT FROM shop.orders) AS some, (SELECT 1 WHERE false) AS none, ARRAY(SELECT 1 WHERE false) AS list",
      "some: boolean; none: number | null; list: number[]",
    ],
    [
      "SELECT coalesce(name, '') AS name, coalesce(name, code) AS either, coalesce(seen, now()) AS seen FROM shop.users",
      "name: string; either: string | null; seen: Date",
    ],
    [
      "SELECT row_number() OVER (ORDER BY id) AS position, lag(id) OVER (ORDER BY id) AS before FROM shop.users",
      "position: string; before: number | null",
    ],
  ],
  "a cast keeps what it is given, unless it can make NULL of a value": [
    [
      "SELECT id::text AS id, total::int AS total, placed_at::date AS day, note::varchar(3) AS note FROM shop.orders",
      "id: string; total: number; day: string; note: string | null",
    ],
    [
      "SELECT ('null'::jsonb)::int AS number, ('infinity'::timestamptz)::time AS time",
      "number: number | null; time: string | null",
    ],
  ],
  "columns of subqueries and common table expressions are followed to where they come from": [
    ["SELECT s.id, s.name FROM (SELECT id, name FROM shop.users) s", "id: number; name: string | null"],
    [
      "WITH w AS (SELECT o.id, u.id AS user_id FROM shop.orders o LEFT JOIN shop.users u ON u.id = o.user_id) SELECT id, user_id FROM w",
      "id: string; userId: number | null",
    ],
    [
      "WITH w AS (UPDATE shop.users SET name = NULL RETURNING id, name) SELECT id, name FROM w",
      "id: number; name: string | null",
    ],
    ["SELECT id FROM shop.users UNION SELECT NULL", "id: number | null"],
    ["SELECT s.id FROM (SELECT id FROM shop.users UNION SELECT NULL) s", "id: number | null"],
    [
      "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT NULL FROM r WHERE n = 1) SELECT n FROM r",
      "n: number | null",
    ],
    ["SELECT v.a FROM (VALUES (1), (NULL)) v (a)", "a: number | null"],
    [
      "SELECT u.id, l.user_id FROM shop.users u CROSS JOIN LATERAL (SELECT u.id AS user_id) l",
      "id: number; userId: number",
    ],
    [
      "SELECT l.user_id FROM shop.orders o LEFT JOIN shop.users u ON u.id = o.user_id CROSS JOIN LATERAL (SELECT u.id AS user_id) l",
      "userId: number | null",
    ],
  ],
  "grouping keeps a column, grouping sets don't": [
    ["SELECT id, count(*) FROM shop.users GROUP BY id", "id: number; count: string"],
    ["SELECT id, count(*) FROM shop.users GROUP BY ROLLUP (id)", "id: number | null; count: string"],
    ["SELECT s.id FROM (SELECT id FROM shop.users GROUP BY CUBE (id)) s", "id: number | null"],
    [
      "SELECT 1 AS one, name IS NULL AS empty FROM shop.users GROUP BY ROLLUP (1, 2)",
      "one: number | null; empty: boolean | null",
    ],
    [
      "SELECT coalesce(name, '') AS name, count(*)::int AS total FROM shop.users GROUP BY CUBE (coalesce(name, ''))",
      "name: string | null; total: number",
    ],
    ["SELECT id AS a, id AS b FROM shop.users GROUP BY GROUPING SETS ((id), ())", "a: number | null; b: number | null"],
  ],
  "RETURNING knows the new row; old and new may be missing": [
    [
      "INSERT INTO shop.users (id, email) VALUES (3, '') RETURNING id, name, old.id AS was, new.id AS now",
      "id: number; name: string | null; was: number | null; now: number",
    ],
    ["UPDATE shop.users SET name = '' WHERE id = 1 RETURNING id, name", "id: number; name: string"],
    ["DELETE FROM shop.users WHERE id = 1 RETURNING id, new.email", "id: number; email: string | null"],
    [
      "UPDATE shop.users u SET name = '' FROM shop.users v LEFT JOIN shop.orders o ON o.user_id = v.id WHERE v.id = u.id RETURNING u.id, o.id AS order_id",
      "id: number; orderId: string | null",
    ],
    [
      "MERGE INTO shop.users u USING shop.orders o ON o.user_id = u.id WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING o.id, u.id AS user_id",
      "id: string | null; userId: number",
    ],
  ],
};

describe("the type of a row", () => {
  for (const [rule, queries] of Object.entries(rows)) {
    test(rule, async ({ compile, sql }) => {
      for (const [query, row] of queries) {
        const { columns } = await compile(query);
        expect.soft(typesOf(columns), query).toBe(row);
        await sql.unsafe("BEGIN");
        const found = await sql.unsafe(query).values();
        await sql.unsafe("ROLLBACK");
        const nonNull = columns.flatMap(({ typescript }, index) => (typescript.endsWith("| null") ? [] : [index]));
        expect
          .soft(
            found.some((values) => nonNull.some((index) => values[index] === null)),
            query,
          )
          .toBe(false);
      }
    });
  }

  test("has the types of the table of types; enums and domains among them", async ({ compile }) => {
    const { columns } = await compile(`SELECT u.id, o.id AS big, o.total, u.role, u.email, u.seen, u.tags, u.settings,
      o.placed_at, o.placed_at::date AS day, '\\x00'::bytea AS bytes, true AS yes, 1.5::float8 AS ratio
      FROM shop.users u JOIN shop.orders o ON o.user_id = u.id`);
    expect(typesOf(columns)).toBe(
      'id: number; big: string; total: string; role: "member" | "admin"; email: string; seen: Date | null; ' +
        "tags: (string | null)[]; settings: unknown; placedAt: Date; day: string; bytes: Uint8Array; yes: boolean; ratio: number",
    );
  });

  test("can be overridden in the header, in both directions", async ({ compile }) => {
    const { columns } = await compile(
      "-- name: q :one\n-- column highest: not null\n-- column id: nullable\nSELECT max(name) AS highest, 1 AS id FROM shop.users;",
    );
    expect(typesOf(columns)).toBe("highest: string; id: number | null");
  });

  test.for([
    ["a column without a name", "SELECT 1 + 1", "many", "Column 1 has no name. | Give it one with AS."],
    ["two columns of one name", 'SELECT 1 AS a_b, 2 AS "aB"', "many", "Two columns become aB in TypeScript."],
    ["a type without TypeScript", "SELECT point '(1,2)' AS place", "many", "Column place is of type point"],
    ["a row type", "SELECT u AS user FROM shop.users u", "many", "Column user is of type shop.users"],
    ["no columns where a row is promised", "DELETE FROM shop.users", "one", "query is :one, but returns no columns."],
    [
      "columns that nobody would see",
      "DELETE FROM shop.users RETURNING id",
      "exec",
      "query is :exec, so nobody would see",
    ],
    [
      "an override of a column that isn't there",
      "-- name: q :one\n-- column b: nullable\nSELECT 1 AS a;",
      "one",
      "q has no column b. | It has a.",
    ],
    [
      "the same override twice",
      "-- name: q :one\n-- column a: nullable\n-- column a: not null\nSELECT 1 AS a;",
      "one",
      "The header has another override of column a.",
    ],
  ])("is refused with %s", async ([, query = "", kind, message], { compile }) => {
    await expect(compile(query, kind)).rejects.toThrow(message);
  });

  test("is not asked for of a function that returns nothing", async ({ compile }) => {
    const { columns } = await compile("SELECT pg_advisory_xact_lock(:key)", "exec");
    expect(columns).toEqual([]);
  });
});

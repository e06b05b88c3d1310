import { describe, expect } from "vitest";
import { rowType } from "#tools/sql/render-types.ts";
import { test } from "./shop.ts";

const shapes: Record<string, readonly (readonly [sql: string, type: string])[]> = {
  "an object has the members that it is built of": [
    [
      "SELECT jsonb_build_object('id', id, 'name', name, 'role', role) AS v FROM shop.users",
      '{ id: number; name: string | null; role: "member" | "admin" }',
    ],
    [
      "SELECT json_build_object('a', json_build_object('b', 1), 'not-a-name', true) AS v",
      '{ a: { b: number }; "not-a-name": boolean }',
    ],
    ["SELECT jsonb_build_object() AS v", "{}"],
    ["SELECT jsonb_build_object(email, 1) AS v FROM shop.users", "unknown"],
    ["SELECT jsonb_build_object(VARIADIC ARRAY['a', 'b']) AS v", "unknown"],
  ],
  "values are what JSON makes of them": [
    [
      "SELECT jsonb_build_object('total', total, 'at', placed_at, 'id', id, 'during', during) AS v FROM shop.orders",
      "{ total: number; at: string; id: number; during: string | null }",
    ],
    ["SELECT to_jsonb(tags) AS v FROM shop.users", "(string | null)[]"],
    ["SELECT jsonb_build_array(1, 'a', NULL) AS v", "[number, string, string | null]"],
  ],
  "an aggregate is an array": [
    [
      "SELECT coalesce(jsonb_agg(jsonb_build_object('id', id) ORDER BY id), '[]') AS v FROM shop.users",
      "{ id: number }[]",
    ],
    ["SELECT coalesce(json_agg(name), '[]'::json) AS v FROM shop.users", "(string | null)[]"],
    ["SELECT coalesce(jsonb_object_agg(id, name), '{}') AS v FROM shop.users", "Record<string, string | null> | {}"],
  ],
  "a row has its columns, under their own names": [
    [
      "SELECT coalesce(jsonb_agg(i), '[]') AS v FROM (SELECT id, name AS \"fullName\" FROM shop.users) i",
      "{ id: number; fullName: string | null }[]",
    ],
    [
      "SELECT to_jsonb(o) AS v FROM shop.orders o",
      "{ id: number; user_id: number; note: string | null; total: number; during: string | null; placed_at: string; old: string | null }",
    ],
    ["WITH w AS (SELECT id FROM shop.users) SELECT to_jsonb(w) AS v FROM w", "{ id: number }"],
  ],
  "it is followed through subqueries, joins and CASE": [
    [
      "SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('note', o.note)) FROM shop.orders o WHERE o.user_id = u.id), '[]') AS v FROM shop.users u",
      "{ note: string | null }[]",
    ],
    [
      "SELECT coalesce(l.list, '[]') AS v FROM shop.users u LEFT JOIN LATERAL (SELECT jsonb_agg(o.id) AS list FROM shop.orders o WHERE o.user_id = u.id) l ON true",
      "number[]",
    ],
    [
      "SELECT coalesce(jsonb_agg(jsonb_build_object('user', u.id)), '[]') AS v FROM shop.orders o LEFT JOIN shop.users u ON u.id = o.user_id",
      "{ user: number | null }[]",
    ],
    [
      "SELECT coalesce(CASE WHEN id > 1 THEN jsonb_build_object('a', 1) END, '{}') AS v FROM shop.users",
      "{ a: number } | {}",
    ],
    ["SELECT settings AS v FROM shop.users", "unknown"],
  ],
  "`||` of two objects has the members of both, those of the right one over those of the left": [
    ["SELECT settings || jsonb_build_object('a', 1) AS v FROM shop.users", "unknown"],
    [
      "SELECT jsonb_build_object('a', id, 'b', name) || jsonb_build_object('b', true, 'c', 'x') AS v FROM shop.users",
      "{ a: number; b: boolean; c: string }",
    ],
    [
      "SELECT jsonb_build_object('a', id) || JSON_OBJECT('a': name ABSENT ON NULL RETURNING jsonb) AS v FROM shop.users",
      "{ a: number | string }",
    ],
    ["SELECT v || '{}' AS v FROM (SELECT jsonb_build_object('a', id) AS v FROM shop.users) s", "{ a: number }"],
    ["SELECT jsonb_build_array(1) || jsonb_build_object('a', 1) AS v", "unknown"],
  ],
  "the constructors of the SQL standard are typed too": [
    ["SELECT JSON_OBJECT('id': id, 'name': name) AS v FROM shop.users", "{ id: number; name: string | null }"],
    ["SELECT JSON_OBJECT('id': id, 'name': name ABSENT ON NULL) AS v FROM shop.users", "{ id: number; name?: string }"],
    ["SELECT JSON_OBJECT(email: id) AS v FROM shop.users", "unknown"],
    ["SELECT JSON_OBJECT('a': '{}' FORMAT JSON) AS v", "{ a: unknown }"],
    [
      "SELECT JSON_OBJECT('a': JSON_OBJECT('b': 1 RETURNING jsonb), 'c': JSON_ARRAY(1)) AS v",
      "{ a: { b: number }; c: [number] }",
    ],
    ["SELECT JSON_OBJECT('a': JSON_OBJECT('b': 1 RETURNING text)) AS v", "{ a: string }"],
    ["SELECT JSON_ARRAY(id, email) AS v FROM shop.users", "[number, string]"],
    ["SELECT JSON_ARRAY(id, name) AS v FROM shop.users", "unknown"],
    ["SELECT JSON_ARRAY(id, name NULL ON NULL) AS v FROM shop.users", "[number, string | null]"],
    ["SELECT JSON_ARRAY(SELECT id FROM shop.users ORDER BY id) AS v", "number[]"],
    ["SELECT coalesce(JSON_ARRAYAGG(name), '[]') AS v FROM shop.users", "string[]"],
    ["SELECT JSON_ARRAYAGG(name NULL ON NULL RETURNING jsonb) AS v FROM shop.users", "(string | null)[]"],
    ["SELECT JSON_OBJECTAGG(email : name) AS v FROM shop.users", "Record<string, string | null>"],
    ["SELECT JSON_OBJECTAGG(email : name ABSENT ON NULL WITH UNIQUE) AS v FROM shop.users", "Record<string, string>"],
    ["SELECT JSON_SCALAR(id) AS v FROM shop.users", "number"],
    ["SELECT JSON('[1]') AS v", "unknown"],
  ],
};

/** Read by everybody as numbers: see the table of types in docs/sql.md. */
test("a number that JSON has none for comes as a string, though its type is number", async ({ compile, sql }) => {
  for (const type of ["float4", "float8", "numeric"]) {
    const query = `SELECT jsonb_build_object('a', 'NaN'::${type}, 'b', '-Infinity'::${type}, 'c', '1.5'::${type}) AS v`;
    expect(rowType((await compile(query)).columns)).toBe("{ v: { a: number; b: number; c: number } }");
    expect(await sql.unsafe(query)).toEqual([{ v: { a: "NaN", b: "-Infinity", c: 1.5 } }]);
  }
});

describe("the type of a JSON column", () => {
  for (const [rule, queries] of Object.entries(shapes)) {
    test(rule, async ({ compile, sql }) => {
      for (const [query, type] of queries) {
        const { columns } = await compile(query);
        // Whether the whole can be NULL is not the matter here.
        expect.soft(rowType(columns).replace(/ \| null }$/, " }"), query).toBe(`{ v: ${type} }`);
        await expect
          .soft(
            sql.unsafe(query).then((found) => found.length),
            query,
          )
          .resolves.toBeGreaterThan(0);
      }
    });
  }
});

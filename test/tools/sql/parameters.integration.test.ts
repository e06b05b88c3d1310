import { describe, expect } from "vitest";
import { findType } from "#infrastructure/shared/database/types/types.ts";
import { test, typesOf } from "./shop.ts";

describe("a parameter", () => {
  test("may be NULL where it is assigned straight to a nullable column", async ({ compile }) => {
    const { parameters } = await compile(
      `INSERT INTO shop.users (id, email, name, role, seen, tags, settings, code, filled)
       VALUES (:id, :email, :name, :role, :seen, :tags, :settings, :code, :filled)`,
      "exec",
    );
    expect(typesOf(parameters)).toBe(
      'id: number; email: string; name: string | null; role: "member" | "admin"; seen: Date | null; ' +
        "tags: readonly (string | null)[]; settings: unknown; code: string | null; filled: string",
    );
  });

  test.for([
    [
      "an UPDATE",
      "UPDATE shop.users SET name = :name, email = :email WHERE id = :id",
      "name: string | null; email: string; id: number",
    ],
    [
      "several rows of VALUES",
      "INSERT INTO shop.users (id, email, name) VALUES (1, '', :a), (2, :b, :c)",
      "a: string | null; b: string; c: string | null",
    ],
    [
      "INSERT ... SELECT",
      "INSERT INTO shop.users (id, email, name) SELECT id, :email, :name FROM shop.orders",
      "email: string; name: string | null",
    ],
    [
      "ON CONFLICT",
      "INSERT INTO shop.users (id, email) VALUES (1, '') ON CONFLICT (id) DO UPDATE SET name = :name",
      "name: string | null",
    ],
    [
      "MERGE",
      "MERGE INTO shop.users u USING shop.orders o ON o.id = u.id WHEN MATCHED THEN UPDATE SET name = :name",
      "name: string | null",
    ],
    [
      "a common table expression",
      "WITH w AS (UPDATE shop.users SET name = :name RETURNING id) DELETE FROM shop.orders USING w",
      "name: string | null",
    ],
    ["a cast", "UPDATE shop.users SET code = :code::varchar(4)", "code: string | null"],
    ["a nullable and a NOT NULL column", "UPDATE shop.orders SET note = :both, old = :both", "both: string"],
    ["a NOT NULL column whose old rows were never checked", "UPDATE shop.orders SET old = :old", "old: string"],
    ["a column through a computation", "UPDATE shop.users SET name = upper(:name)", "name: string"],
    ["a view", "INSERT INTO shop.user_names (id, name) VALUES (:id, :name)", "id: number; name: string | null"],
    [
      "an arm of a CASE",
      "UPDATE shop.users SET name = CASE WHEN :given::bool THEN :name ELSE name END, email = CASE WHEN :given THEN :email ELSE email END",
      "given: boolean; name: string | null; email: string",
    ],
    [
      "a COALESCE",
      "UPDATE shop.users SET name = coalesce(name, :name), email = coalesce(:first, :last)",
      "name: string | null; first: string | null; last: string",
    ],
    [
      "a common table expression's column",
      "WITH given AS (SELECT :name::text AS name) UPDATE shop.users SET name = given.name FROM given",
      "name: string | null",
    ],
    [
      "a MERGE from VALUES",
      "MERGE INTO shop.users u USING (VALUES (:id::int, :name::text), (2, :other)) AS given (id, name) ON given.id = u.id WHEN MATCHED THEN UPDATE SET name = given.name",
      "id: number; name: string | null; other: string | null",
    ],
  ] as const)("assigned by %s gets its nullability from the column", async ([, statement, types], { compile }) => {
    const { parameters } = await compile(statement, "exec");
    expect(typesOf(parameters)).toBe(types);
  });

  test.for([
    ["tested for NULL", "SELECT id FROM shop.users WHERE :name::text IS NULL OR name = :name", "name: string | null"],
    [
      "compared by IS DISTINCT FROM",
      "SELECT id FROM shop.users WHERE name IS NOT DISTINCT FROM :name",
      "name: string | null",
    ],
    ["directly in a COALESCE", "UPDATE shop.users SET email = coalesce(:email, email)", "email: string | null"],
    ["tested for truth", "SELECT id FROM shop.users WHERE :all::bool IS TRUE OR id = 1", "all: boolean | null"],
    [
      "tested for NULL in a row",
      "SELECT id FROM shop.users WHERE (:a::int, :b::int) IS NULL",
      "a: number | null; b: number | null",
    ],
    ["the last in a COALESCE", "SELECT coalesce(name, :instead) AS name FROM shop.users", "instead: string"],
    [
      "compared",
      "SELECT id FROM shop.users WHERE name = :name AND id = ANY (:ids)",
      "name: string; ids: readonly number[]",
    ],
  ] as const)("%s is typed for it", async ([, statement, types], { compile }) => {
    const { parameters } = await compile(statement, statement.startsWith("UPDATE") ? "exec" : "many");
    expect(typesOf(parameters)).toBe(types);
  });

  test("can be overridden in the header, in both directions", async ({ compile }) => {
    const { parameters } = await compile(
      "-- name: q :exec\n-- param name: not null\n-- param id: nullable\nUPDATE shop.users SET name = :name WHERE id = :id;",
    );
    expect(typesOf(parameters)).toBe("name: string; id: number | null");
  });

  test.for([
    ["SELECT :a::int + 1 AS v, :a AS same", "v: number; same: number"],
    ["SELECT coalesce(name, :instead) AS name FROM shop.users", "name: string"],
    ["SELECT :a::int + 1 AS v WHERE :a IS NULL", "v: number | null"],
    ["SELECT :a::jsonb AS v, :a::jsonb::text AS text", "v: unknown; text: string | null"],
    [
      "SELECT jsonb_build_object('a', :a::int, 'b', coalesce(:b::int, id)) AS v FROM shop.users",
      "v: { a: number; b: number }",
    ],
    ["SELECT id = ANY (:ids) AS chosen FROM shop.users", "chosen: boolean"],
    ["SELECT id, name FROM unnest(:ids::int[], :names::text[]) AS given (id, name)", "id: number; name: string"],
    ["SELECT v FROM unnest(:values::jsonb[]) AS given (v)", "v: unknown"],
    ["SELECT v::text AS v FROM unnest(:values::jsonb[]) AS given (v)", "v: string | null"],
    ["INSERT INTO shop.users (id, email, name) VALUES (1, '', :name) RETURNING name", "name: string | null"],
    ["INSERT INTO shop.users (id, email, name) VALUES (1, '', lower(:name)) RETURNING name", "name: string"],
  ] as const)("that is never NULL makes %s non-null", async ([statement, row], { compile }) => {
    expect(typesOf((await compile(statement)).columns)).toBe(row);
  });

  test.for([
    ["-- param a: nullable", "v: number | null"],
    ["-- param a: not null", "v: number"],
    ['-- param a: Level from "#domain/shop/level.ts"', "v: number | null"],
    ['-- param a: Level from "#domain/shop/level.ts"\n-- param a: not null', "v: number"],
    ['-- param a: schema level from "#domain/shop/level.ts"', "v: number | null"],
  ] as const)("with %s in the header may make its column nullable", async ([header, row], { compile }) => {
    expect(typesOf((await compile(`-- name: q :one\n${header}\nSELECT :a::int + 1 AS v;`)).columns)).toBe(row);
  });

  test("inside unnest gives its rows' nullability to the columns", async ({ compile }) => {
    const { columns } = await compile(
      "-- name: q :many\n-- rows: items\n-- param name: nullable\n" +
        "SELECT id, name FROM unnest(:id::int[], :name::text[]) AS given (id, name);",
    );
    expect(typesOf(columns)).toBe("id: number; name: string | null");
  });

  test("is sent with its type; a domain as its base, an enum for PostgreSQL to infer", async ({ compile }) => {
    const { parameters } = await compile(
      "INSERT INTO shop.users (id, email, seen, role) VALUES (:id, :email, :seen, :role)",
      "exec",
    );
    expect(parameters.map(({ type }) => findType(type)?.name)).toEqual(["int4", "text", "timestamptz", undefined]);
    expect(parameters.at(-1)?.type).toBe(0);
  });

  test.for([
    [
      "no type to be known by",
      "SELECT :x IS NULL AS y",
      "could not determine data type of parameter :x | Cast it, as in :x::text.",
    ],
    [
      "a type without TypeScript",
      "SELECT :x::point IS NULL AS empty",
      "Parameter :x is of type point, which has no TypeScript type.",
    ],
    [
      "an override, but no place in the SQL",
      "-- name: q :exec\n-- param b: nullable\nDELETE FROM shop.users WHERE id = :a;",
      "q has no param b. | It has a.",
    ],
  ] as const)("with %s is refused", async ([, statement, message], { compile }) => {
    await expect(compile(statement, "exec")).rejects.toThrow(message);
  });

  test("in an array slice can be either bound", async ({ compile }) => {
    const { parameters, text } = await compile(
      "SELECT tags[:low : :high] AS some, tags[1: id] AS first FROM shop.users",
    );
    expect(typesOf(parameters)).toBe("low: number; high: number");
    expect(text).toBe("SELECT tags[$1 : $2] AS some, tags[1: id] AS first FROM shop.users");
  });
});

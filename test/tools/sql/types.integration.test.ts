import { describe, expect } from "vitest";
import { parametersType, rowType } from "#tools/sql/render-types.ts";
import { test } from "./shop.ts";

const rows: Record<string, readonly (readonly [sql: string, row: string])[]> = {
  "an enum is the union of its labels, in an array too": [
    [
      "SELECT role, ARRAY[role] AS roles, enum_range(role) AS all FROM shop.users",
      '{ role: "member" | "admin"; roles: ("member" | "admin")[]; all: ("member" | "admin" | null)[] | null }',
    ],
  ],
  "a domain is its base type, in an array too": [
    [
      "SELECT email, ARRAY[email] AS mails, seen FROM shop.users",
      "{ email: string; mails: string[]; seen: Date | null }",
    ],
    ["SELECT mails FROM shop.places", "{ mails: (string | null)[] | null }"],
  ],
  "a range is its text, a type of the user's own too": [
    [
      "SELECT during, multirange(during) AS several, shop.float_range(1, 2) AS floats FROM shop.orders",
      "{ during: string | null; several: string | null; floats: string | null }",
    ],
  ],
  "a composite type is an object whose fields can be null": [
    [
      "SELECT home FROM shop.places",
      '{ home: { street: string | null; houseNo: number | null; role: "member" | "admin" | null; since: Date | null } | null }',
    ],
  ],
  "an array has non-null elements where all of them are certain": [
    ["SELECT tags FROM shop.users", "{ tags: (string | null)[] }"],
    ["SELECT ARRAY[id, 2] AS ids, ARRAY[name] AS names FROM shop.users", "{ ids: number[]; names: (string | null)[] }"],
    ["SELECT ARRAY(SELECT id FROM shop.users) AS ids", "{ ids: number[] }"],
    [
      "SELECT array_agg(id) AS ids, array_agg(name) AS names FROM shop.users",
      "{ ids: number[] | null; names: (string | null)[] | null }",
    ],
    ["SELECT coalesce(array_agg(id), '{}') AS ids FROM shop.users", "{ ids: number[] }"],
    ["SELECT coalesce(array_agg(id), '{NULL}') AS ids FROM shop.users", "{ ids: (number | null)[] }"],
    [
      "SELECT s.ids FROM (SELECT ARRAY[u.id] AS ids FROM shop.orders o LEFT JOIN shop.users u ON u.id = o.user_id) s",
      "{ ids: (number | null)[] }",
    ],
  ],
};

describe("the type of a column", () => {
  for (const [rule, queries] of Object.entries(rows)) {
    test(rule, async ({ compile }) => {
      for (const [query, row] of queries) {
        const { columns } = await compile(query);
        expect.soft(rowType(columns), query).toBe(row);
      }
    });
  }

  test.for([
    ["nothing", "", "{ email: string; tags: (string | null)[]; settings: unknown }"],
    [
      "a type",
      '-- column email: EmailText from "#domain/shared/email.ts"\n',
      "{ email: EmailText; tags: (string | null)[]; settings: unknown }",
    ],
    ["elements", "-- column tags: elements not null\n", "{ email: string; tags: string[]; settings: unknown }"],
    [
      "a schema",
      '-- column settings: schema userSettings from "#infrastructure/shop/user-settings.ts"\n',
      "{ email: string; tags: (string | null)[]; settings: Decoded<typeof userSettings> | null }",
    ],
    [
      "a schema and nullability",
      '-- column settings: schema userSettings from "#infrastructure/shop/user-settings.ts"\n-- column settings: not null\n',
      "{ email: string; tags: (string | null)[]; settings: Decoded<typeof userSettings> }",
    ],
  ] as const)("is what the header says: %s", async ([, header, row], { compile }) => {
    const { columns } = await compile(`-- name: q :many\n${header}SELECT email, tags, settings FROM shop.users;`);
    expect(rowType(columns)).toBe(row);
  });

  test("has no elements to override unless it is an array", async ({ compile }) => {
    const query = compile("-- name: q :many\n-- column id: elements nullable\nSELECT id FROM shop.users;");
    await expect(query).rejects.toThrow("Column id is no array: it has no elements.");
  });
});

describe("the type of a parameter", () => {
  test.for([
    [
      "an enum and arrays of it",
      "SELECT id FROM shop.users WHERE role = :role OR role = ANY (:roles)",
      '{ role: "member" | "admin"; roles: readonly ("member" | "admin")[] }',
    ],
    [
      "a composite type",
      "SELECT id FROM shop.places WHERE home = :home::shop.address",
      '{ home: { street: string | null; houseNo: number | null; role: "member" | "admin" | null; since: Date | null } }',
    ],
    ["a range", "SELECT id FROM shop.orders WHERE during && :during", "{ during: string }"],
    [
      "a whole array, which may hold NULL",
      "SELECT id FROM shop.users WHERE tags @> :tags",
      "{ tags: readonly string[] }",
    ],
  ] as const)("%s", async ([, query, type], { compile }) => {
    const { parameters } = await compile(query);
    expect(parametersType(parameters)).toBe(type);
  });

  const insertUsers = `INSERT INTO shop.users (id, email, name)
    SELECT id, email, name FROM unnest(:id::int[], :email::text[], :name::text[]) AS given (id, email, name)`;

  test("inside unnest(...) may have NULL elements where they go into a nullable column", async ({ compile }) => {
    const { parameters, sideBySide } = await compile(insertUsers, "exec");
    expect(parametersType(parameters)).toBe(
      "{ id: readonly number[]; email: readonly string[]; name: readonly (string | null)[] }",
    );
    expect(sideBySide).toEqual([["id", "email", "name"]]);
  });

  test("is a field of rows where the header names them", async ({ compile }) => {
    const { parameters, sideBySide } = await compile(`-- name: q :exec\n-- rows: users\n${insertUsers};`);
    expect(parametersType(parameters)).toBe("{ users: readonly { id: number; email: string; name: string | null }[] }");
    expect(sideBySide).toEqual([]);
  });

  test.for([
    [
      "no unnest",
      "-- rows: users\nDELETE FROM shop.users WHERE id = :id;",
      "No parameter is inside unnest(...), so users would have no fields.",
    ],
    [
      "a parameter of that name",
      "-- rows: a\nSELECT :a::int AS a FROM unnest(:b::int[]);",
      "There is a parameter that becomes a too: rename one.",
    ],
    [
      "a schema in them",
      '-- rows: a\n-- param b: schema x from "#x.ts"\nSELECT 1 AS a FROM unnest(:b::jsonb[]);',
      "where a schema can't be used",
    ],
  ] as const)("is refused in rows with %s", async ([, statement, message], { compile }) => {
    await expect(
      compile(`-- name: q :${statement.includes("DELETE") ? "exec" : "many"}\n${statement}`),
    ).rejects.toThrow(message);
  });
});

test("a stream is of a SELECT alone", async ({ compile }) => {
  expect((await compile("SELECT id FROM shop.users", "stream")).kind).toBe("stream");
  const query = compile("DELETE FROM shop.users WHERE id = 1 RETURNING id", "stream");
  await expect(query).rejects.toThrow(
    "query is :stream, but PostgreSQL has cursors for SELECT alone. | Make it :many.",
  );
});

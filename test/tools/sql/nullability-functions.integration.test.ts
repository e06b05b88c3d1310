import postgres from "postgres";
import { expect } from "vitest";
import { test } from "#test/support/fixtures.ts";
import { totalFunctions, totalOperators } from "#tools/sql/nullability/known-functions.ts";

/** Values at the edges of each type, where a function that isn't total shows it. */
const samples: Readonly<Record<string, readonly string[]>> = {
  boolean: ["true", "false"],
  smallint: ["0", "1"],
  integer: ["0", "1", "-1"],
  bigint: ["0", "1", "-1"],
  numeric: ["0", "NaN", "Infinity", "1.5"],
  real: ["0", "NaN", "-1.5"],
  "double precision": ["0", "NaN", "-Infinity", "1"],
  text: ["", "a", "hour", "null", "{}"],
  "character varying": ["", "a"],
  character: ["", "a"],
  date: ["infinity", "-infinity", "2020-02-29"],
  "time without time zone": ["00:00", "24:00"],
  "time with time zone": ["00:00+00"],
  "timestamp without time zone": ["infinity", "2020-02-29 01:02"],
  "timestamp with time zone": ["-infinity", "2020-02-29 01:02Z"],
  interval: ["infinity", "0", "-1 mon 3 days"],
  uuid: ["00000000-0000-0000-0000-000000000000"],
  bytea: ["", "\\x00"],
  json: ["null", "{}", "[]", "1", '{"a":null}', "[null]"],
  jsonb: ["null", "{}", "[]", "1", '{"a":null}', "[null]"],
  inet: ["1.2.3.4/8", "::1"],
  anyarray: ["{}", "{NULL}", "{1,2}"],
  anycompatiblearray: ["{}", "{NULL}", "{1,2}"],
  anyelement: ["0", "1"],
  anycompatible: ["0", "1"],
  anyrange: ["empty", "(,)", "[1,2)"],
  anymultirange: ["{}", "{(,)}"],
  "text[]": ["{}", "{NULL}", "{a,b}"],
  tsvector: ["", "a:1A"],
  tsquery: ["", "a"],
  jsonpath: ["$", "$.a"],
};

const polymorphic: Readonly<Record<string, string>> = {
  anyarray: "int[]",
  anycompatiblearray: "int[]",
  anyelement: "int",
  anycompatible: "int",
  anyrange: "int4range",
  anymultirange: "int4multirange",
};

test("no function or operator of the allow-list gives NULL for values at the edges of its types", async ({
  emptyDatabase,
  onTestFinished,
}) => {
  const sql = postgres(emptyDatabase.url, { max: 1, onnotice: () => {} });
  onTestFinished(() => sql.end());
  await sql.unsafe(`CREATE FUNCTION pg_temp.outcome(query text) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE missing boolean;
    BEGIN EXECUTE query INTO missing; RETURN CASE WHEN missing THEN 'NULL' ELSE 'value' END;
    EXCEPTION WHEN OTHERS THEN RETURN 'error'; END $$`);
  const functions = await sql<{ name: string; types: string[]; geometric: boolean; operators: string[] }[]>`
    SELECT proname AS name,
      ARRAY(SELECT format_type(t.type, NULL) FROM unnest(proargtypes::oid[]) WITH ORDINALITY t (type, place) ORDER BY place) AS types,
      EXISTS (SELECT FROM pg_type t WHERE t.oid = ANY (proargtypes::oid[]) AND typcategory = 'G') AS geometric,
      ARRAY(SELECT oprname::text FROM pg_operator o WHERE o.oprcode = p.oid
        AND NOT (oprname = '@@' AND oprleft = 'jsonb'::regtype)) AS operators
    FROM pg_proc p
    WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND NOT proretset AND pronargs BETWEEN 1 AND 3
      AND provolatile <> 'v' AND provariadic = 0`;
  const listed = functions.filter(({ name, types, operators, geometric }) => {
    const signature = `${name}(${types.join(",").replaceAll(" ", "_")})`;
    const isTotal = totalFunctions.includes(name) || totalFunctions.includes(signature);
    return isTotal || (!geometric && operators.some((operator) => totalOperators.includes(operator)));
  });
  const calls = listed.flatMap(({ name, types }) => {
    const values = types.map((type) =>
      (samples[type] ?? []).map((value) => `'${value}'::${polymorphic[type] ?? type}`),
    );
    const combined = values.reduce<string[][]>(
      (rows, next) => rows.flatMap((row) => next.map((value) => [...row, value])),
      [[]],
    );
    return combined.slice(0, 150).map((row) => `SELECT pg_catalog."${name}"(${row.join(", ")}) IS NULL`);
  });
  const outcomes = await sql<{ query: string; outcome: string }[]>`
    SELECT query, pg_temp.outcome(query) AS outcome FROM unnest(${calls}::text[]) query`;

  expect(outcomes.filter(({ outcome }) => outcome === "NULL").map(({ query }) => query)).toEqual([]);
  expect(outcomes.filter(({ outcome }) => outcome === "value").length).toBeGreaterThan(3000);
});

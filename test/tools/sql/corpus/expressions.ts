import type { Case } from "./case.ts";

export const expressions: readonly Case[] = [
  ["SELECT 1 AS a, NULL::int AS b, 'x' AS c, true AS d", "!?!!"],
  ["SELECT name || '!' AS a, name || note AS b, upper(name) AS c, length(note) AS d FROM patient", "!?!?"],
  [
    "SELECT concat(note, ward_id) AS a, concat_ws(', ', note, born) AS b, concat_ws(note, name) AS c, format('%s', note) AS d FROM patient",
    "!!?!",
  ],
  ["SELECT concat(VARIADIC NULL::text[]) AS a", "?"],
  ["SELECT id + 1 AS a, id * rank AS b, -id AS c, id % 2 = 0 AS d, id > rank AS e FROM patient", "!?!!?"],
  [
    "SELECT now() AS a, current_date AS b, current_schema AS c, current_user AS d, date_trunc('day', created) AS e, created + interval '1 day' AS f FROM patient",
    "!!?!!!",
  ],
  [
    "SELECT to_char(created, 'YYYY') AS a, extract(year FROM created) AS b, extract(dow FROM at) AS c, extract(epoch FROM at) AS d, at::time AS e, at::date AS f FROM patient JOIN visit ON true",
    "?!?!?!",
  ],
  [
    "SELECT substring(name FROM 1 FOR 2) AS a, substring(name FROM 'x') AS b, split_part(name, ' ', 1) AS c, regexp_replace(name, 'a', '') AS d, regexp_match(name, 'x') AS e FROM patient",
    "!?!!?",
  ],
  [
    "SELECT coalesce(note, name) AS a, coalesce(note, label) AS b, nullif(name, '') AS c, greatest(note, name) AS d, least(rank, ward_id) AS e FROM patient",
    "!??!?",
  ],
  [
    "SELECT CASE WHEN id = 1 THEN 'a' ELSE 'b' END AS a, CASE WHEN id = 1 THEN 'a' END AS b, CASE id WHEN 1 THEN note ELSE '' END AS c FROM patient",
    "!??",
  ],
  [
    "SELECT id::text AS a, weight::int AS b, name::varchar(2) AS c, id::bigint AS d, created::date AS e, tags::varchar[] AS f FROM patient",
    "!?!!!!",
  ],
  [
    "SELECT ('null'::jsonb)::int AS a, (extra -> 'a') AS b, extra ->> 'a' AS c, to_jsonb(name) AS d, jsonb_typeof('{}'::jsonb) AS e FROM patient",
    "???!!",
  ],
  [
    "SELECT jsonb_build_object('n', note) AS a, json_build_array(note) AS b, jsonb_set('{}', '{a}', to_jsonb(note)) AS c, jsonb_set('{}', '{a}', '1') AS d, row_to_json(p) AS e FROM patient p",
    "!!?!!",
  ],
  [
    "SELECT JSON_OBJECT('a': note) AS a, JSON_ARRAY(note) AS b, JSON_VALUE('{}', '$.a') AS c, JSON_EXISTS('{}'::jsonb, '$.a') AS d, '{}' IS JSON AS e FROM patient",
    "!!??!",
  ],
  [
    "SELECT ARRAY[note] AS a, tags[1] AS b, tags[1:2] AS c, tags || 'x'::text AS d, cardinality(tags) AS e, array_length(tags, 1) AS f, array_to_string(tags, ',') AS g FROM patient",
    "!?!!!?!",
  ],
  [
    "SELECT array_append(NULL::int[], NULL) AS a, array_remove(tags, NULL) AS b, array_position(tags, 'q') AS c, string_to_array(name, NULL) AS d FROM patient",
    "!!?!",
  ],
  [
    "SELECT note IS NULL AS a, note IS DISTINCT FROM name AS b, (note = 'x') IS TRUE AS c, note = 'x' AS d, id = 1 AND note = 'x' AS e, NOT id = 1 AS f FROM patient",
    "!!!??!",
  ],
  [
    "SELECT id IN (1, 2) AS a, id IN (1, NULL) AS b, rank IN (1, 2) AS c, id = ANY ('{1,2}') AS d, id = ANY ('{1,NULL}') AS e, name = ANY (tags) AS f FROM patient",
    "!??!??",
  ],
  [
    "SELECT (id, note) = (1, 'x') AS a, (id, rank) > (1, 1) AS b, (id, name) = (1, 'x') AS c, ROW(id, note) AS d FROM patient",
    "??!!",
  ],
  [
    "SELECT lower(int4range(1, NULL)) AS a, lower('X') AS b, upper('empty'::int4range) AS c, isempty(int4range(1, 2)) AS d, int4range(1, NULL) AS e",
    "?!?!!",
  ],
  [
    "SELECT lookup(id) AS a, random() AS b, gen_random_uuid() AS c, md5(name) AS d, age(created) AS e, make_interval(days => id) AS f FROM patient",
    "?!!!!!",
  ],
  ["SELECT unnest(tags) AS a, generate_series(1, 2) AS b FROM patient", "??"],
  ["SELECT unnest(tags) AS a FROM patient", "?"],
  ["SELECT generate_series(1, id) AS a FROM patient", "!"],
  ["SELECT num_nonnulls(note, rank) AS a, quote_nullable(note) AS b, pg_typeof(note) AS c FROM patient", "!!!"],
  [
    "SELECT name LIKE 'A%' AS a, note ~ 'x' AS b, name ILIKE '%a%' AS c, tags @> '{a}' AS d, tags && '{b}' AS e FROM patient",
    "!?!!!",
  ],
  [
    "SELECT round(weight, 1) AS a, abs(id) AS b, ceil(id / 2.0) AS c, width_bucket(id, 0, 10, 5) AS d, id::text || '-' || name AS e FROM patient",
    "?!!!!",
  ],
  [
    "SELECT created AT TIME ZONE 'UTC' AS a, (born - date '2000-01-01') AS b, created - interval '1 h' < now() AS c FROM patient WHERE isfinite(born)",
    "!!!",
  ],
];

import type { Column, Type } from "./column.ts";
import { types } from "./column.ts";
import type { Random } from "#test/support/random.ts";

/** What an expression can be made of. */
export interface Place {
  readonly random: Random;
  readonly columns: readonly Column[];
  /** How much nesting is left. */
  readonly depth: number;
  /** A parameter, which may be one that was used before. */
  readonly parameter: (type: Type) => string;
  /** A subquery of one column, which may use the columns of this place. */
  readonly subquery: (place: Place, type: Type) => string;
}

const constants: Readonly<Record<Type, readonly [string, ...string[]]>> = {
  int: ["1", "2", "NULL::int", "0"],
  text: ["'x'::text", "''::text", "NULL::text"],
  bool: ["true", "false", "NULL::bool"],
  time: ["now()", "'infinity'::timestamptz", "NULL::timestamptz"],
  json: [`'{"a": null}'::jsonb`, "'null'::jsonb", "NULL::jsonb"],
  ints: ["'{1,2}'::int[]", "'{1,NULL}'::int[]", "'{}'::int[]", "NULL::int[]"],
};

/** Each letter stands for an expression of a type: int, text, bool, time (m), json, ints (a), and condition. */
const templates: Readonly<Record<Type, readonly [string, ...string[]]>> = {
  int: [
    "{i} + {i}",
    "-{i}",
    "abs({i})",
    "length({t})",
    "coalesce({i}, {i})",
    "nullif({i}, {i})",
    "greatest({i}, {i})",
    "least({i}, {i}, {i})",
    "CASE WHEN {c} THEN {i} ELSE {i} END",
    "CASE WHEN {c} THEN {i} WHEN {c} THEN {i} ELSE {i} END",
    "CASE {i} WHEN {i} THEN {i} ELSE {i} END",
    "CASE WHEN {c} THEN {i} END",
    "cardinality({a})",
    "array_length({a}, 1)",
    "({a})[1]",
    "jsonb_array_length(jsonb_build_array({t}, {i}))",
    "sign(extract(year FROM {m}))::int",
    "fuzz.strict_null({i})",
    "fuzz.moody({i})",
    "({j} ->> 'a')::int",
    "num_nulls({t}, {i})",
    "strpos({t}, {t})",
    "({i})::text::int",
    "array_position({a}, {i})",
    "mod({i}, 3)",
    "CASE WHEN {i} IS NULL THEN 0 ELSE {i} END",
    "random(1, 5)",
    "coalesce({pi}, {i})",
    "coalesce({i}, {pi})",
    "CASE WHEN {pi} IS NULL THEN {i} ELSE {pi} END",
  ],
  text: [
    "{t} || {t}",
    "lower({t})",
    "upper({t})",
    "concat({t}, {i})",
    "concat_ws({t}, {t}, {t})",
    "format('%s', {t})",
    "coalesce({t}, {t})",
    "nullif({t}, {t})",
    "({i})::text",
    "{j} ->> 'a'",
    "to_char({m}, 'YYYY')",
    "substring({t} FROM 1)",
    "substring({t} FROM 'x')",
    "left({t}, 1)",
    "CASE WHEN {c} THEN {t} ELSE {t} END",
    "regexp_replace({t}, 'x', {t})",
    "split_part({t}, 'x', 1)",
    "({m})::text",
    "jsonb_typeof({j})",
    "array_to_string({a}, ',')",
    "greatest({t}, {t})",
    "replace({t}, {t}, {t})",
    "quote_nullable({t})",
    "current_schema",
    "(coalesce({t}, ''))::fuzz.filled",
  ],
  bool: ["{c}", "coalesce({b}, {b})", "{c}", "NOT ({b})", "({j}) ? 'a'", "isfinite({m})", "({j} -> 'a')::bool"],
  time: [
    "date_trunc('day', {m})",
    "{m} + interval '1 day'",
    "coalesce({m}, {m})",
    "nullif({m}, {m})",
    "greatest({m}, {m})",
  ],
  json: [
    "to_jsonb({t})",
    "jsonb_build_object('a', {i}, 'b', {t})",
    "{j} -> 'a'",
    "{j} || {j}",
    "coalesce({j}, {j})",
    "jsonb_set({j}, ARRAY['a'], {j})",
    "jsonb_build_array({t})",
    "jsonb_strip_nulls({j})",
  ],
  ints: [
    "ARRAY[{i}, {i}]",
    "{a} || {a}",
    "{a} || {i}",
    "({a})[1:2]",
    "array_append({a}, {i})",
    "array_remove({a}, {i})",
    "coalesce({a}, {a})",
    "ARRAY(SELECT {i} FROM fuzz.c)",
  ],
};

const conditions: readonly [string, ...string[]] = [
  "{i} = {i}",
  "{i} <> {i}",
  "{i} > {i}",
  "{t} = {t}",
  "{t} LIKE {t}",
  "{b}",
  "NOT {b}",
  "{i} IS NULL",
  "{i} IS NOT NULL",
  "{t} IS NOT NULL",
  "{t} IS NULL",
  "{x} IS NOT NULL",
  "{x} IS NOT NULL",
  "{x} IS NULL",
  "{i} IN ({i}, {i})",
  "{i} NOT IN ({i}, {i})",
  "{i} = ANY (({a})::int[])",
  "{i} <> ALL (({a})::int[])",
  "{i} > ALL (({a})::int[])",
  "({c}) AND ({c})",
  "({c}) OR ({c})",
  "NOT ({c})",
  "({c}) IS TRUE",
  "({c}) IS NOT TRUE",
  "({c}) IS FALSE",
  "({c}) IS NOT UNKNOWN",
  "{i} BETWEEN {i} AND {i}",
  "{i} IS DISTINCT FROM {i}",
  "{i} IS NOT DISTINCT FROM {i}",
  "{i} IS NOT DISTINCT FROM 2",
  "({i}, {t}) = ({i}, {t})",
  "({i}, {t}) > ({i}, {t})",
  "({i}, {t}) IS NOT NULL",
  "({i}, {t}) IS NULL",
  "EXISTS ({qi})",
  "NOT EXISTS ({qi})",
  "{i} IN ({qi})",
  "{i} NOT IN ({qi})",
  "{i} > ALL ({qi})",
  "{t} = ANY ({qt})",
  "{m} < now()",
  "{j} @> {j}",
  "coalesce({c}, false)",
  "{pi} IS NULL OR {i} = {pi}",
  "{t} IS NOT DISTINCT FROM {pt}",
  "{pb} IS NOT TRUE",
  "{i} = ANY ({pa})",
];

const letters: Readonly<Record<string, Type>> = { i: "int", t: "text", b: "bool", m: "time", j: "json", a: "ints" };

/** An expression of a type, over the columns of a place. */
export function expression(place: Place, type: Type): string {
  const { random, columns, depth } = place;
  const fitting = columns.filter((column) => column.type === type);
  const [first, ...others] = fitting;
  if (first !== undefined && random.chance(depth > 0 ? 0.5 : 0.9)) return random.pick([first, ...others]).sql;
  if (random.chance(0.08)) return place.parameter(type);
  if (depth <= 0 || random.chance(0.15)) return random.pick(constants[type]);
  if (random.chance(0.08)) return `(${place.subquery(place, type)})`;
  return `(${fill(random.pick(templates[type]), place)})`;
}

/** A condition, for WHERE, ON, HAVING and CASE. */
export function condition(place: Place): string {
  if (place.depth < 0) return "true";
  return fill(place.random.pick(conditions), place);
}

export function anyType(random: Random): Type {
  return random.chance(0.7) ? random.pick(["int", "text"]) : random.pick(types);
}

function fill(template: string, place: Place): string {
  const deeper = { ...place, depth: place.depth - 1 };
  return template.replaceAll(/\{([pq]?[itbmjacx])\}/g, (_, hole: string) => {
    if (hole === "c") return condition(deeper);
    if (hole === "x") return expression(deeper, anyType(place.random));
    const type = letters[hole.at(-1) ?? "i"] ?? "int";
    if (hole.startsWith("p")) return place.parameter(type);
    return hole.startsWith("q") ? place.subquery(deeper, type) : expression(deeper, type);
  });
}

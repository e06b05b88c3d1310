import type { Column, Type } from "./column.ts";
import { sqlTypes } from "./column.ts";
import { anyType, condition, expression } from "./expressions.ts";
import type { Place } from "./expressions.ts";
import { grouping, windowCall } from "./grouping.ts";
import type { Random } from "#test/support/random.ts";
import { relations } from "./schema.ts";
import type { Relation } from "./schema.ts";

/** A query as text, and its columns as another query would see them. */
export interface Query {
  readonly sql: string;
  readonly columns: readonly Column[];
}

/** What a query can be made of. */
export interface Surroundings {
  readonly random: Random;
  readonly depth: number;
  /** Common table expressions in sight. */
  readonly ctes: readonly Relation[];
  /** Columns of the queries around it. */
  readonly outer: readonly Column[];
}

let aliases = 0;
let parameters: Column[] = [];

/** A name that no other part of the query has. */
export function alias(): string {
  return `q${++aliases}`;
}

/** Begins the names anew, so that the same seed writes the same query. */
export function resetNames(): void {
  aliases = 0;
  parameters = [];
}

function parameter(random: Random, type: Type): string {
  const [known, ...others] = parameters.filter((candidate) => candidate.type === type);
  if (known !== undefined && random.chance(0.5)) return random.pick([known, ...others]).sql;
  const made = { sql: `:p${parameters.length + 1}::${sqlTypes[type]}`, type };
  parameters.push(made);
  return made.sql;
}

/** A SELECT, VALUES or set operation with columns of the given types, or of any. */
export function query(around: Surroundings, wanted?: readonly Type[]): Query {
  const { random, depth } = around;
  const columnTypes = wanted ?? random.several(1, 4, () => anyType(random));
  if (depth > 0 && random.chance(0.12)) return setOperation(around, columnTypes);
  if (random.chance(0.05)) return values(around, columnTypes);
  if (depth > 0 && random.chance(0.15)) return withCte(around, columnTypes);
  return select(around, columnTypes);
}

/** The columns of a query as they are seen under an alias. */
export function columnsUnder(name: string, columns: readonly Column[]): Column[] {
  return columns.map(({ sql, type }) => ({ sql: `${name}.${sql}`, type }));
}

export function placeOf(around: Surroundings, columns: readonly Column[]): Place {
  return {
    random: around.random,
    columns: around.random.chance(0.3) ? [...columns, ...around.outer] : columns,
    depth: Math.min(around.depth, 2),
    parameter: (type) => parameter(around.random, type),
    subquery: (place, type) => {
      const inner = { ...around, depth: place.depth - 1, outer: [...around.outer, ...place.columns] };
      const { sql } = query(inner, [type]);
      return `SELECT * FROM (${sql}) ${alias()}${around.random.chance(0.95) ? " LIMIT 1" : ""}`;
    },
  };
}

function select(around: Surroundings, columnTypes: readonly Type[]): Query {
  const { random, depth } = around;
  const from = random.chance(0.94) ? fromClause(around) : { sql: "", columns: [] };
  const place = placeOf(around, from.columns);
  const where = from.sql !== "" && random.chance(0.6) ? ` WHERE ${condition({ ...place, depth: 2 })}` : "";
  const names = columnTypes.map(() => alias());
  const columns = columnTypes.map((type, index) => ({ sql: names[index] ?? "", type }));
  const list = (make: (type: Type) => string): string =>
    columns.map(({ sql, type }) => `(${make(type)})::${sqlTypes[type]} AS ${sql}`).join(", ");

  if (depth >= 0 && random.chance(0.25)) {
    const grouped = grouping(place, from.columns);
    return { sql: `SELECT ${list(grouped.output)}${from.sql}${where}${grouped.clauses}`, columns };
  }
  const output = (type: Type): string => (random.chance(0.08) ? windowCall(place, type) : expression(place, type));
  const distinct = random.chance(0.08) ? "DISTINCT " : "";
  const limit = random.chance(0.08) ? ` LIMIT ${random.chance(0.3) ? place.parameter("int") : random.below(3)}` : "";
  return { sql: `SELECT ${distinct}${list(output)}${from.sql}${where}${limit}`, columns };
}

function fromClause(around: Surroundings): Query {
  const { random } = around;
  let { sql, columns } = fromItem(around, []);
  for (let joins = random.below(3); joins > 0; joins--) {
    const wanted = random.pick(["JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN"]);
    // What a join may null can't be looked at from its other side.
    const next = fromItem(around, ["RIGHT JOIN", "FULL JOIN"].includes(wanted) ? [] : columns);
    const both = [...columns, ...next.columns];
    const canBeMerged = [columns, next.columns].every((side) => side.some(({ type }) => type === "int"));
    const kind = wanted === "FULL JOIN" && !canBeMerged ? "RIGHT JOIN" : wanted;
    const place = placeOf({ ...around, outer: [] }, both);
    if (kind === "CROSS JOIN") sql = `${sql} CROSS JOIN ${next.sql}`;
    else if (random.chance(0.15)) sql = `(${sql} ${kind} ${next.sql} ON true)`;
    else if (kind === "FULL JOIN")
      sql = `(${sql} FULL JOIN ${next.sql} ON ${sideBySide(around, columns, next.columns)})`;
    else if (random.chance(0.2)) sql = `${sql} ${kind} ${next.sql} ON ${condition({ ...place, depth: 1 })}`;
    else sql = `${sql} ${kind} ${next.sql} ON ${sideBySide(around, columns, next.columns)}`;
    columns = both;
  }
  return { sql: ` FROM ${sql}`, columns };
}

/** A comparison that also FULL JOIN can be made by. */
function sideBySide({ random }: Surroundings, left: readonly Column[], right: readonly Column[]): string {
  const side = (columns: readonly Column[]): string => {
    const [first, ...others] = columns.filter(({ type }) => type === "int");
    return first === undefined ? "1" : random.pick([first, ...others]).sql;
  };
  return `${side(left)} = ${side(right)}`;
}

function fromItem(around: Surroundings, before: readonly Column[]): Query {
  const { random, depth, ctes } = around;
  const name = alias();
  const [cte, ...others] = ctes;
  if (cte !== undefined && random.chance(0.4)) return relationItem(random.pick([cte, ...others]), name);
  if (random.chance(0.08)) return functionItem(around, before, name);
  if (depth > 0 && random.chance(0.3)) {
    const isLateral = before.length > 0 && random.chance(0.4);
    const inner = query({
      ...around,
      depth: depth - 1,
      outer: isLateral ? [...around.outer, ...before] : around.outer,
    });
    return { sql: `${isLateral ? "LATERAL " : ""}(${inner.sql}) ${name}`, columns: columnsUnder(name, inner.columns) };
  }
  return relationItem(random.pick(relations), name);
}

function relationItem(relation: Relation, name: string): Query {
  return { sql: `${relation.name} ${name}`, columns: columnsUnder(name, relation.columns) };
}

function functionItem(around: Surroundings, before: readonly Column[], name: string): Query {
  const place = { ...placeOf({ ...around, outer: [] }, before), depth: 1 };
  const call = around.random.pick([
    `generate_series(1, ${expression({ ...place, depth: 0 }, "int")} % 4)`,
    `unnest(${expression(place, "ints")})`,
    `unnest(${place.parameter("ints")})`,
    `ROWS FROM (unnest(${place.parameter("ints")}), unnest(${place.parameter("ints")}))`,
    `abs(${expression(place, "int")})`,
    `ROWS FROM (unnest(${expression(place, "ints")}), generate_series(1, 2))`,
    "unnest(ARRAY[1, 2])",
  ]);
  const isPair = call.startsWith("ROWS");
  const names = isPair ? ["v", "w", "o"] : ["v", "o"];
  const columns = names.map((column): Column => ({ sql: column === "o" ? "o::int" : column, type: "int" }));
  return { sql: `${call} WITH ORDINALITY ${name} (${names.join(", ")})`, columns: columnsUnder(name, columns) };
}

function values(around: Surroundings, columnTypes: readonly Type[]): Query {
  const place = placeOf(around, []);
  const row = (): string =>
    `(${columnTypes.map((type) => `(${expression(place, type)})::${sqlTypes[type]}`).join(", ")})`;
  const name = alias();
  const columns = columnTypes.map((type, index) => ({ sql: `v${index}`, type }));
  const rows = around.random.several(1, 3, row).join(", ");
  return { sql: `SELECT * FROM (VALUES ${rows}) ${name} (${columns.map(({ sql }) => sql).join(", ")})`, columns };
}

function setOperation(around: Surroundings, columnTypes: readonly Type[]): Query {
  const { random, depth } = around;
  const inner = { ...around, depth: depth - 1 };
  const left = query(inner, columnTypes);
  const right = query(inner, columnTypes);
  const operator = random.pick(["UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL"]);
  return { sql: `(${left.sql}) ${operator} (${right.sql})`, columns: left.columns };
}

function withCte(around: Surroundings, columnTypes: readonly Type[]): Query {
  const inner = { ...around, depth: around.depth - 1 };
  const name = alias();
  if (around.random.chance(0.3)) {
    const start = query(inner, ["int", "text", "int"]);
    const next = placeOf({ ...inner, outer: [] }, columnsUnder(name, recursiveColumns));
    const [level, text, number] = [`${name}.v0 + 1`, expression(next, "text"), expression(next, "int")];
    const step = `SELECT ${level}, (${text})::text, (${number})::int FROM ${name} JOIN fuzz.a ON true WHERE ${name}.v0 < 3 AND fuzz.a.id < 3`;
    const result = query({ ...inner, ctes: [...around.ctes, { name, columns: recursiveColumns }] }, columnTypes);
    return {
      sql: `WITH RECURSIVE ${name} (v0, v1, v2) AS ((${start.sql}) UNION ${step}) ${result.sql}`,
      columns: result.columns,
    };
  }
  const body = query(inner);
  const result = query({ ...inner, ctes: [...around.ctes, { name, columns: body.columns }] }, columnTypes);
  return { sql: `WITH ${name} AS (${body.sql}) ${result.sql}`, columns: result.columns };
}

const recursiveColumns: readonly Column[] = [
  { sql: "v0", type: "int" },
  { sql: "v1", type: "text" },
  { sql: "v2", type: "int" },
];

import type { Column, Type } from "./column.ts";
import { condition, expression } from "./expressions.ts";
import type { Place } from "./expressions.ts";

const aggregates: Readonly<Record<Type, readonly [string, ...string[]]>> = {
  int: [
    "max({i})",
    "min({i})",
    "sum({i})",
    "count({t})",
    "count(*)",
    "avg({i})",
    "percentile_disc(0.5) WITHIN GROUP (ORDER BY {i})",
    "any_value({i})",
  ],
  text: ["max({t})", "string_agg({t}, ',')", "min({t})"],
  bool: ["bool_and({b})", "bool_or({b})", "every({b})", "max({i}) IS NULL"],
  time: ["max({m})", "min({m})"],
  json: ["jsonb_agg({i})", "jsonb_build_object('n', sum({i}))", "jsonb_object_agg(coalesce({t}, ''), {i})"],
  ints: ["array_agg({i})", "array_agg({i})"],
};

export interface Grouping {
  /** GROUP BY and HAVING, either of which may be missing. */
  readonly clauses: string;
  readonly output: (type: Type) => string;
}

/** Groups by columns or expressions, or by nothing. */
export function grouping(place: Place, columns: readonly Column[]): Grouping {
  const { random } = place;
  const [first, ...others] = columns;
  // An aggregate of nothing but an outer query's columns would be that query's.
  const own = { ...place, columns };
  const keys: Column[] =
    first === undefined
      ? []
      : random.several(0, 2, () => {
          const column = random.pick([first, ...others]);
          const computed = random.chance(0.2) ? expression({ ...own, depth: 1 }, column.type) : "";
          // A constant would be the number of a column.
          return /\w\.\w/.test(computed) ? { sql: computed, type: column.type } : column;
        });
  const grouped: Place = {
    ...own,
    columns: keys,
    // Inside a subquery PostgreSQL doesn't know an expression for the one that is grouped by.
    subquery: (inner, type) =>
      place.subquery({ ...inner, columns: inner.columns.filter(({ sql }) => /^\w+\.\w+$/.test(sql)) }, type),
  };
  const aggregate = (type: Type): string => aggregateCall(own, type);
  const output = (type: Type): string => {
    if (random.chance(0.5)) return aggregate(type);
    const [key, ...more] = keys.filter((candidate) => candidate.type === type);
    if (key !== undefined && random.chance(0.7)) return random.pick([key, ...more]).sql;
    return keys.length > 0 && random.chance(0.5) ? expression({ ...grouped, depth: 1 }, type) : aggregate(type);
  };
  const having = random.chance(0.3) ? ` HAVING ${condition({ ...grouped, depth: 1 })}` : "";
  const havingAggregate = random.chance(0.15) ? ` HAVING ${aggregate("int")} > 0` : having;
  return { clauses: `${groupBy(place, keys)}${havingAggregate}`, output };
}

function groupBy({ random }: Place, keys: readonly Column[]): string {
  const list = keys.map(({ sql }) => `(${sql})`);
  const [first = ""] = list;
  if (list.length === 0) return random.chance(0.1) ? " GROUP BY ()" : "";
  const all = list.join(", ");
  return ` GROUP BY ${random.pick([
    all,
    all,
    all,
    `ROLLUP (${all})`,
    `CUBE (${all})`,
    `GROUPING SETS ((${all}), (${first}))`,
    `GROUPING SETS ((${all}), ())`,
    `${first}, ROLLUP (${all})`,
    `DISTINCT ROLLUP (${all}), CUBE (${first})`,
  ])}`;
}

function aggregateCall(place: Place, type: Type): string {
  const call = fillAggregate(place, type);
  return place.random.chance(0.12) && !call.includes("IS NULL") && !call.includes("build")
    ? `${call} FILTER (WHERE ${condition({ ...place, depth: 1 })})`
    : call;
}

function fillAggregate(place: Place, type: Type): string {
  const inner = { ...place, depth: Math.min(place.depth, 1) };
  const letters: Readonly<Record<string, Type>> = { i: "int", t: "text", b: "bool", m: "time" };
  return place.random
    .pick(aggregates[type])
    .replaceAll(/\{(\w)\}/g, (_, letter: string) => expression(inner, letters[letter] ?? "int"));
}

/** A window function or a windowed aggregate. */
export function windowCall(place: Place, type: Type): string {
  const { random } = place;
  const inner = { ...place, depth: 1 };
  const value = expression(inner, type);
  const plain = fillAggregate(place, type);
  const call = random.pick([
    `lag(${value}) `,
    `lead(${value}, 1, ${expression(inner, type)}) `,
    `first_value(${value}) `,
    `last_value(${value}) `,
    `nth_value(${value}, 2) `,
    ...(type === "int" ? ["row_number() ", "ntile(2) ", "dense_rank() "] : []),
    ...(plain.includes("WITHIN") || plain.includes("IS NULL") || plain.includes("build") ? [] : [`${plain} `]),
  ] as unknown as [string, ...string[]]);
  const partition = random.chance(0.5) ? `PARTITION BY ${expression(inner, "int")} ` : "";
  const frame = random.pick([
    "",
    "",
    "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
    "ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING",
    "ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING",
    "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW",
    "ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES",
    "GROUPS BETWEEN CURRENT ROW AND 1 FOLLOWING EXCLUDE GROUP",
  ]);
  return `${call}OVER (${partition}ORDER BY ${expression(inner, "int")} ${frame})`;
}

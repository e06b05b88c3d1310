import type { Column } from "./column.ts";
import { condition, expression } from "./expressions.ts";
import type { Place } from "./expressions.ts";
import { alias, columnsUnder, placeOf, query } from "./queries.ts";
import type { Query, Surroundings } from "./queries.ts";
import { targets } from "./schema.ts";
import type { Target } from "./schema.ts";

/** An INSERT, UPDATE, DELETE or MERGE that returns rows. */
export function change(around: Surroundings): string {
  const { random } = around;
  const target = random.pick(targets);
  return random.pick([insert, update, remove, merge])(around, target);
}

function insert(around: Surroundings, target: Target): string {
  const { random } = around;
  const id = 20 + random.below(80);
  const [assigned, place] = [target.settable.filter(() => random.chance(0.7)), placeOf(around, [])];
  const names = ["id", ...extra(target).map(([name]) => name), ...assigned.map(({ sql }) => sql)];
  const fixed = [random.chance(0.3) && target.key ? "1" : String(id), ...extra(target).map(([, value]) => value)];
  const row = (): string =>
    `(${[...fixed, ...assigned.map(({ type }) => (random.chance(0.1) ? "DEFAULT" : expression(place, type)))].join(", ")})`;
  const source = `VALUES ${row()}`;
  const name = alias();
  const onConflict =
    target.key === undefined
      ? ""
      : random.pick([
          "",
          " ON CONFLICT DO NOTHING",
          ` ON CONFLICT (${target.key}) DO UPDATE SET ${setList(around, target, [...columnsUnder(name, target.columns), ...columnsUnder("excluded", target.settable)])}`,
        ]);
  return `INSERT INTO ${target.name} AS ${name} (${names.join(", ")}) ${source}${onConflict} RETURNING ${returning(around, name, target, [])}`;
}

/** The NOT NULL columns besides the key. */
function extra(target: Target): [string, string][] {
  if (target.name === "fuzz.a") return [["r", "floor(random() * 1e8)::int + 100"]];
  if (target.name !== "fuzz.b") return [];
  return [
    ["t", "'t'"],
    ["f", "true"],
    ["at", "now()"],
    ["j", "'{}'"],
  ];
}

function update(around: Surroundings, target: Target): string {
  const name = alias();
  const own = columnsUnder(name, target.columns);
  const from = around.random.chance(0.5) ? fromQuery(around) : { sql: "", columns: [] };
  const place = placeOf(around, [...own, ...from.columns]);
  const using = from.sql === "" ? "" : ` FROM ${from.sql}`;
  return `UPDATE ${target.name} AS ${name} SET ${setList(around, target, place.columns)}${using} WHERE ${condition(place)} RETURNING ${returning(around, name, target, from.columns)}`;
}

function remove(around: Surroundings, target: Target): string {
  const name = alias();
  const own = columnsUnder(name, target.columns);
  const from = around.random.chance(0.5) ? fromQuery(around) : { sql: "", columns: [] };
  const place = placeOf(around, [...own, ...from.columns]);
  const using = from.sql === "" ? "" : ` USING ${from.sql}`;
  return `DELETE FROM ${target.name} AS ${name}${using} WHERE ${condition(place)} RETURNING ${returning(around, name, target, from.columns)}`;
}

const sourceColumns: readonly Column[] = [
  { sql: "id", type: "int" },
  { sql: "n", type: "int" },
  { sql: "t", type: "text" },
];

function merge(around: Surroundings, target: Target): string {
  const { random } = around;
  const [name, source] = [alias(), alias()];
  const from = `(SELECT DISTINCT ON (id) id, n, t FROM ${random.pick(["fuzz.a", "fuzz.c", "fuzz.joined"])} ORDER BY id) ${source}`;
  const columns = columnsUnder(source, sourceColumns);
  const both = [...columnsUnder(name, target.columns), ...columns];
  const id = `${source}.id + 1000`;
  const names = ["id", ...extra(target).map(([column]) => column)].join(", ");
  const fixed = [id, ...extra(target).map(([, value]) => value)].join(", ");
  const actions = [
    random.pick([
      "WHEN MATCHED THEN DELETE",
      `WHEN MATCHED THEN UPDATE SET ${setList(around, target, both)}`,
      "WHEN MATCHED THEN DO NOTHING",
      "",
    ]),
    random.pick([`WHEN NOT MATCHED THEN INSERT (${names}) VALUES (${fixed})`, "WHEN NOT MATCHED THEN DO NOTHING"]),
    random.pick(["WHEN NOT MATCHED BY SOURCE THEN DELETE", "", ""]),
  ];
  return `MERGE INTO ${target.name} AS ${name} USING ${from} ON ${name}.id = ${source}.id ${actions.join(" ")} RETURNING merge_action(), ${returning(around, name, target, columns)}`;
}

function fromQuery(around: Surroundings): Query {
  const inner = query({ ...around, depth: around.depth - 1 });
  const name = alias();
  return { sql: `(${inner.sql}) ${name}`, columns: columnsUnder(name, inner.columns) };
}

function setList(around: Surroundings, target: Target, columns: readonly Column[]): string {
  const place: Place = { ...placeOf({ ...around, outer: [] }, []), columns, depth: 1 };
  const [first, ...others] = target.settable;
  const chosen = others.filter(() => around.random.chance(0.4));
  return [...(first === undefined || chosen.length > 0 ? [] : [first]), ...chosen]
    .map(({ sql, type }) => `${sql} = ${around.random.chance(0.1) ? "DEFAULT" : expression(place, type)}`)
    .join(", ");
}

function returning(around: Surroundings, name: string, target: Target, others: readonly Column[]): string {
  const { random } = around;
  const version = (): string => random.pick([name, name, "old", "new"]);
  const columns = target.columns.map(({ sql, type }) => ({ sql: `${version()}.${sql}`, type }));
  const place = { ...placeOf({ ...around, outer: [] }, [...columns, ...others]), depth: 1 };
  const some = columns.map(({ sql }) => `${sql} AS ${alias()}`);
  const more = [...others, ...columns].filter(() => random.chance(0.5));
  return [...some, ...more.map(({ type }) => `${expression(place, type)} AS ${alias()}`)].join(", ");
}

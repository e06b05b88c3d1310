import type pg from "pg";
import type {
  Catalog,
  ColumnSnapshot,
  TableSnapshot,
} from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";

/** One of them fits nearly every type; an enum has its labels besides. */
const samples = ["1", "2000-01-01", "{}", "00000000-0000-0000-0000-000000000001", "127.0.0.1", "[1,2)", "empty"];

/**
 * Puts a row into each table that has none. It gives what can't be left out: to a foreign key a row that is there, to
 * another column what its CHECKs name, or whatever its type takes.
 *
 * @returns the tables that took none, because of a check, a type or a circle of keys
 */
export async function fillEmptyTables(client: pg.Client, catalog: Catalog): Promise<readonly string[]> {
  let empty = catalog.flatMap(({ name: schema, tables }) => tables.map((table) => ({ schema, table })));
  // A table may need one that comes later.
  for (let before = Infinity; empty.length < before;) {
    before = empty.length;
    const left: typeof empty = [];
    for (const each of empty) {
      const filled = await fill(client, nameOf(client, each.schema, each.table.name), each.table);
      if (!filled) left.push(each);
    }
    empty = left;
  }
  return empty.map(({ schema, table }) => `${schema}.${table.name}`);
}

/** @returns whether the table has a row now */
async function fill(client: pg.Client, name: string, table: TableSnapshot): Promise<boolean> {
  if ((await client.query(`SELECT FROM ${name} LIMIT 1`)).rowCount === 1) return true;
  const given = table.columns.filter(
    (column) => !(column.nullable || column.default || column.generated || column.identity),
  );
  const values: string[] = [];
  for (const column of given) values.push(await valueFor(client, table, column));
  const columns = given.map((column) => client.escapeIdentifier(column.name));
  const row = given.length > 0 ? `(${columns.join(", ")}) VALUES (${values.join(", ")})` : "DEFAULT VALUES";
  return client.query(`INSERT INTO ${name} ${row}`).then(
    () => true,
    () => false,
  );
}

async function valueFor(client: pg.Client, { constraints }: TableSnapshot, column: ColumnSnapshot): Promise<string> {
  const own = constraints.filter(({ columns }) => columns.includes(column.name));
  for (const { columns, references } of own) {
    const referenced = references?.columns[columns.indexOf(column.name)];
    if (references === null || referenced === undefined) continue;
    const table = nameOf(client, references.schema, references.table);
    return `(SELECT ${client.escapeIdentifier(referenced)} FROM ${table} LIMIT 1)`;
  }
  const checks = own.filter(({ kind }) => kind === "check").map(({ definition }) => definition);
  const named = [...checks.join(" ").matchAll(/'([^']*)'/g)].map(([, literal = ""]) => literal);
  const { rows } = await client.query<{ value: string }>(
    `SELECT value FROM (
       SELECT unnest($1::text[]) UNION ALL SELECT enumlabel FROM pg_enum WHERE enumtypid = to_regtype($2)
     ) AS candidates (value) WHERE pg_input_is_valid(value, $2) LIMIT 1`,
    [[...named, ...samples], column.type],
  );
  return client.escapeLiteral(rows[0]?.value ?? "");
}

function nameOf(client: pg.Client, schema: string, table: string): string {
  return `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(table)}`;
}

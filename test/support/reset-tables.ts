import { escapeLiteral } from "pg";
import type pg from "pg";
import { childrenFirst, type Reference } from "./table-groups.ts";

interface Table {
  readonly name: string;
  /** Those that can be written. */
  readonly columns: string;
}

const ownSchemas = `nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'migrations')`;

const tablesText = `
  SELECT format('%I.%I', nspname, relname) AS name,
    (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
     FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind IN ('r', 'p') AND NOT relispartition AND ${ownSchemas}
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
  ORDER BY name`;

/** Partitions count as the table that they are a part of. */
const referencesText = `
  WITH reference AS (
    SELECT coalesce(pg_partition_root(conrelid), conrelid) AS child, coalesce(pg_partition_root(confrelid), confrelid) AS parent
    FROM pg_constraint WHERE contype = 'f'
  )
  SELECT DISTINCT format('%I.%I', child_schema.nspname, child.relname) AS child,
    format('%I.%I', parent_schema.nspname, parent.relname) AS parent
  FROM reference
  JOIN pg_class AS child ON child.oid = reference.child JOIN pg_namespace AS child_schema ON child_schema.oid = child.relnamespace
  JOIN pg_class AS parent ON parent.oid = reference.parent JOIN pg_namespace AS parent_schema ON parent_schema.oid = parent.relnamespace`;

const sequencesText = `
  SELECT format('SELECT setval(%L, %s, %L)', format('%I.%I', schemaname, sequencename),
    coalesce(last_value, start_value), last_value IS NOT NULL) AS restart
  FROM pg_sequences JOIN pg_namespace ON nspname = schemaname WHERE ${ownSchemas}`;

/**
 * Looks at a database once, and returns what puts its rows and sequences back to where they are now: rows are deleted,
 * children before parents; tables that have rows now get these again. In one round trip and one transaction.
 *
 * @param client stays connected as long as that is called; keeps the rows in temporary tables of its own
 * @param options.lockTimeout how long the reset waits for a lock, in milliseconds. Default: 5 seconds
 * @returns rejects with an Error that changes nothing when it has waited too long, or when a trigger prevents it
 */
export async function prepareReset(
  client: pg.Client,
  { lockTimeout = 5_000 }: { lockTimeout?: number } = {},
): Promise<() => Promise<void>> {
  await client.query(`SET lock_timeout = ${lockTimeout}`);
  const { rows: tables } = await client.query<Table>(tablesText);
  const { rows: references } = await client.query<Reference>(referencesText);
  const { rows: sequences } = await client.query<{ restart: string }>(sequencesText);
  const groups = childrenFirst(
    tables.map(({ name }) => name),
    references,
  );
  const refills = await keepRows(client, tables);
  const text = [
    ...groups.map(deletionOf),
    ...groups.toReversed().map((group) => inOneStatement(group.flatMap((name) => refills.get(name) ?? []))),
    ...sequences.map(({ restart }) => restart),
    leftoversText(tables.filter(({ name }) => !refills.has(name))),
  ];
  return () => reset(client, text.filter((statement) => statement !== "").join(";\n"));
}

async function reset(client: pg.Client, text: string): Promise<void> {
  const results = (await client.query(text).catch((cause: unknown) => {
    throw new Error(
      `The shared database couldn't be emptied: ${(cause as Error).message}. A test must await all that it starts; tables with ` +
        "triggers that refuse a DELETE need a database per test, as test/support/test.ts gives it.",
      { cause },
    );
  })) as unknown as pg.QueryResult<{ name: string }> | readonly pg.QueryResult<{ name: string }>[];
  const leftovers = [results].flat().at(-1)?.rows ?? [];
  if (leftovers.length === 0) return;
  throw new Error(
    `The shared database couldn't be emptied: there are still rows in ${leftovers.map(({ name }) => name).join(", ")}, ` +
      "probably written by a trigger. Such tables need a database per test, as test/support/test.ts gives it.",
  );
}

/** Copies what is there into temporary tables. @returns the statements that write it again, by table */
async function keepRows(client: pg.Client, tables: readonly Table[]): Promise<ReadonlyMap<string, string>> {
  const refills = new Map<string, string>();
  for (const [index, { name, columns }] of tables.entries()) {
    const { rowCount } = await client.query(`SELECT FROM ${name} LIMIT 1`);
    if (rowCount === 0) continue;
    await client.query(`CREATE TEMPORARY TABLE kept_${index} AS SELECT ${columns} FROM ${name}`);
    refills.set(name, `INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE SELECT * FROM pg_temp.kept_${index}`);
  }
  return refills;
}

/** An empty table is left alone: a trigger that refuses DELETE does so for no rows too. */
function deletionOf(group: readonly string[]): string {
  const [only] = group;
  if (only === undefined || group.length > 1) return inOneStatement(group.map((name) => `DELETE FROM ${name}`));
  return `DO $$ BEGIN IF EXISTS (SELECT FROM ${only}) THEN DELETE FROM ${only}; END IF; END $$`;
}

function inOneStatement(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join();
  return `WITH ${parts.map((part, index) => `part_${index} AS (${part})`).join(", ")} SELECT`;
}

function leftoversText(tables: readonly Table[]): string {
  const each = tables.map(({ name }) => `SELECT ${escapeLiteral(name)} AS name WHERE EXISTS (SELECT FROM ${name})`);
  return each.join(" UNION ALL ") || "SELECT '' AS name WHERE false";
}

import type pg from "pg";

const count = 30;

/** Parents first. Each refers to the one before it, as the tables of a context do. */
export const tables = Array.from({ length: count }, (_, index) => `public.table_${index}`);

/** 30 tables with a primary key, a foreign key, a unique and another index each. */
export async function createTables(client: pg.Client): Promise<void> {
  for (const [index, table] of tables.entries()) {
    const parent = tables[index - 1];
    await client.query(`CREATE TABLE ${table} (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      ${parent ? `parent bigint REFERENCES ${parent},` : ""}
      name text NOT NULL UNIQUE,
      details jsonb NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL DEFAULT now())`);
    await client.query(`CREATE INDEX ON ${table} (created_at)`);
  }
}

/** What a test does: it writes five rows into three tables. */
export const testBody = [0, 0, 1, 1, 2]
  .map((table, index) => `INSERT INTO ${tables[table]} (name) VALUES ('row ${index}')`)
  .join(";");

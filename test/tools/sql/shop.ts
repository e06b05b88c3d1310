import postgres from "postgres";
import { test as base } from "#test/support/fixtures.ts";
import { compileStatement } from "#tools/sql/compile-statement.ts";
import type { CompiledStatement } from "#tools/sql/compiled-statement.ts";
import { openDescriber } from "#tools/sql/describer.ts";
import { parseStatementFile } from "#tools/sql/statement-file.ts";

/** Tables with every trap of nullability, and rows in which everything is NULL that may be. */
const schema = `
CREATE SCHEMA shop;
CREATE DOMAIN shop.email AS text;
CREATE DOMAIN shop.moment AS timestamptz;
CREATE DOMAIN shop.filled AS text NOT NULL;
CREATE TYPE shop.role AS ENUM ('member', 'admin');
CREATE TABLE shop.users (
  id int PRIMARY KEY, email shop.email NOT NULL, name text, role shop.role NOT NULL DEFAULT 'member',
  seen shop.moment, tags text[] NOT NULL DEFAULT '{}', settings jsonb, code varchar(8), filled shop.filled DEFAULT ''
);
CREATE TABLE shop.orders (
  id bigint PRIMARY KEY, user_id int NOT NULL, note text, total numeric(10, 2) NOT NULL, during tstzrange,
  placed_at timestamptz NOT NULL DEFAULT now(), old text
);
INSERT INTO shop.users (id, email) VALUES (1, 'a@b.c'), (2, 'd@e.f');
INSERT INTO shop.orders (id, user_id, total) VALUES (10, 1, 1.5), (11, 99, 0);
ALTER TABLE shop.orders ADD CONSTRAINT orders_old NOT NULL old NOT VALID;
CREATE TABLE shop.parents (id int, CONSTRAINT parents_id NOT NULL id NO INHERIT);
CREATE TABLE shop.children () INHERITS (shop.parents);
INSERT INTO shop.children VALUES (NULL);
CREATE TYPE shop.address AS (street text, house_no int, role shop.role, since timestamptz);
CREATE TYPE shop.float_range AS RANGE (subtype = float8);
CREATE DOMAIN shop.emails AS shop.email[];
CREATE TABLE shop.places (id int PRIMARY KEY, home shop.address, others shop.address[], mails shop.emails);
CREATE VIEW shop.user_names AS SELECT id, name FROM shop.users;
`;

/** `test` with a database of the schema above: \`compile\` and \`sql\` work on it. */
export const test = base
  .extend("sql", async ({ emptyDatabase }, { onCleanup }) => {
    const sql = postgres(emptyDatabase.url, { max: 1, onnotice: () => undefined });
    onCleanup(() => sql.end());
    await sql.unsafe(schema);
    return sql;
  })
  .extend("compile", async ({ emptyDatabase, sql: _migrated }, { onCleanup }) => {
    const describer = await openDescriber(emptyDatabase.url);
    onCleanup(() => describer.close());
    /** Compiles one statement; its faults, if it has any, are thrown as one error. */
    return async (body: string, kind = "many"): Promise<CompiledStatement> => {
      const source = body.includes("-- name:") ? body : `-- name: query :${kind}\n${body};`;
      const { statements, problems } = parseStatementFile(source);
      const [statement] = statements;
      const outcome = statement === undefined ? { problems } : await compileStatement(statement, describer);
      if (outcome.compiled === undefined) {
        throw new Error(outcome.problems.map(({ message, hint }) => [message, hint].join(" | ")).join("\n"));
      }
      return outcome.compiled;
    };
  });

/** The TypeScript of fields, as in `id: number; name: string | null`. */
export function typesOf(fields: readonly { readonly name: string; readonly typescript: string }[]): string {
  return fields.map(({ name, typescript }) => `${name}: ${typescript}`).join("; ");
}

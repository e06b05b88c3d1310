import { test as base } from "#test/support/fixtures.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { compileOrders } from "#tools/sql/compile-orders.ts";
import { openDescriber } from "#tools/sql/describer.ts";
import { parseStatementFile } from "#tools/sql/statement-file.ts";

const schema = `
CREATE SCHEMA shop;
CREATE SCHEMA other;
CREATE TABLE other.notes (id int PRIMARY KEY);
CREATE FUNCTION other.twice(int) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 * 2';
CREATE TABLE shop.users (
  id int PRIMARY KEY, email text NOT NULL, name text NOT NULL, nickname text, role text NOT NULL, created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX ON shop.users (lower(email));
CREATE INDEX ON shop.users (created_at DESC, id DESC);
CREATE TABLE shop.orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES shop.users, buyer_id int, product_id int NOT NULL, note text);
CREATE INDEX ON shop.orders (user_id);
CREATE INDEX ON shop.orders (id) WHERE note = 'open';
CREATE VIEW shop.nicknames AS SELECT id, nickname FROM shop.users;
CREATE FOREIGN DATA WRAPPER dummy;
CREATE SERVER far FOREIGN DATA WRAPPER dummy;
CREATE FOREIGN TABLE shop.far (id int) SERVER far;
`;

export interface Fault {
  readonly message: string;
  readonly hint: string | undefined;
  /** The text from the fault's place on. */
  readonly at: string;
}

/** `test` with the schema above; `faultsOf` compiles one statement of the context `shop` and gives its faults. */
export const test = base.extend("faultsOf", async ({ emptyDatabase }, { onCleanup }) => {
  const client = await connectPlainly(emptyDatabase.url, "vet tests");
  await client.query(schema);
  await client.end();
  const describer = await openDescriber(emptyDatabase.url);
  onCleanup(() => describer.close());
  return async (sql: string, kind = "maybe", header = ""): Promise<Fault[]> => {
    const source = `-- name: query :${kind}\n${header}${sql};\n`;
    const { statements, problems } = parseStatementFile(source);
    const [statement] = statements;
    const outcome = statement === undefined ? undefined : await compileOrders(statement, "shop", describer);
    return [...problems, ...(outcome?.problems ?? [])].map(({ message, hint, offset }) => ({
      message,
      hint,
      at: source.slice(offset),
    }));
  };
});

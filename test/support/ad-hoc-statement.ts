import type { Connection, Statement } from "#infrastructure/shared/database/statement.ts";

/**
 * A statement that no `.sql` file holds.
 *
 * @param parameterTypes the type OID of each parameter; they are named 0, 1, ..., so that an array of values holds them
 */
export function statement(text: string, parameterTypes: readonly number[] = [], name = "test.statement"): Statement {
  return { name, text, parameters: parameterTypes.map((_, index) => String(index)), parameterTypes };
}

/** Runs a statement without parameters. */
export async function run(connection: Connection, text: string): Promise<readonly object[]> {
  const { rows } = await connection.execute(statement(text), []);
  return rows;
}

/** The only value of the only row. */
export async function valueOf(connection: Connection, text: string): Promise<unknown> {
  const [row] = await run(connection, text);
  return Object.values(row ?? {})[0];
}

import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { formatPlan } from "./explain-plan.ts";
import type { NamedStatement } from "./find-statement.ts";
import { readPlan } from "./plan.ts";
import type { ExplainRow } from "./plan.ts";
import { toPositionalText } from "./positional-text.ts";

export interface ExplainOptions {
  readonly databaseUrl: string;
  /** By parameter, as text that PostgreSQL reads; without any, the plan for all values. */
  readonly values: Readonly<Record<string, string>>;
  /** Run the statement and take the change back, to see real rows and times. */
  readonly analyze: boolean;
}

/**
 * The lines to show for the plan of a statement. Parameters without a value are NULL when another has one.
 *
 * @throws Error when PostgreSQL refuses the statement or a value; nothing is changed in any case
 */
export async function explainStatement(
  { name, statement }: NamedStatement,
  { databaseUrl, values, analyze }: ExplainOptions,
): Promise<string[]> {
  const positional = toPositionalText(statement.body);
  const { text, parameters } = positional;
  const isGeneric = Object.keys(values).length === 0 && !analyze;
  const options = [isGeneric ? "GENERIC_PLAN" : "", analyze ? "ANALYZE" : "", "VERBOSE", "FORMAT JSON"];
  const client = await connectPlainly(databaseUrl, "sql explain");
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<ExplainRow>({
      text: `EXPLAIN (${options.filter(Boolean).join(", ")}) ${text}`,
      ...(isGeneric ? {} : { values: parameters.map((parameter) => values[parameter.name] ?? null) }),
    });
    const given = parameters.map((parameter) => `:${parameter.name} = ${values[parameter.name] ?? "NULL"}`);
    return [
      `${name}, ${isGeneric ? "for any values" : `for ${given.join(", ") || "no parameters"}`}`,
      "",
      ...formatPlan(readPlan(rows[0])).map((line) => positional.named(line)),
    ];
  } catch (error) {
    throw new Error(`PostgreSQL refuses to explain ${name}: ${positional.named((error as Error).message)}`, {
      cause: error,
    });
  } finally {
    // Takes back what ANALYZE has done: the transaction is never committed.
    await client.end();
  }
}

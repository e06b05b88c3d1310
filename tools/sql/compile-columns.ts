import { camelCase } from "#infrastructure/shared/database/types/types.ts";
import type { Catalog } from "./catalog.ts";
import type { Field } from "./compiled-statement.ts";
import type { Description } from "./describer.ts";
import { findNonNullColumns } from "./nullability.ts";
import { findOverrideProblems, nullableByOverride } from "./overrides.ts";
import type { Problem } from "./problem.ts";
import type { SourceStatement } from "./statement-file.ts";

interface CompiledColumns {
  readonly columns: readonly Field[];
  readonly problems: readonly Problem[];
}

const voidType = 2278;

/** The row that a statement returns. Faults of its columns are reported at the statement's header. */
export function compileColumns(
  statement: SourceStatement,
  description: Description,
  catalog: Catalog,
): CompiledColumns {
  if (statement.kind === "exec") return { columns: [], problems: execProblems(statement, description) };
  const { offset } = statement;
  if (description.columns.length === 0) {
    const message = `${statement.name} is :${statement.kind}, but returns no columns.`;
    return { columns: [], problems: [{ offset, message, hint: "Make it :exec, or add RETURNING." }] };
  }

  const nonNull = findNonNullColumns(description.tree, catalog);
  const names = description.columns.map((column) => column.name);
  const problems = findOverrideProblems(statement, "column", names);
  const columns = description.columns.map(({ name, type }, index) => {
    const problem = columnProblem(name, type, names.slice(0, index), catalog);
    if (problem !== undefined) problems.push({ offset, ...problem });
    const nullable = nullableByOverride(statement, "column", name) ?? nonNull[index] !== true;
    return { name: camelCase(name), typescript: orNull(catalog.typeOf(type)?.typescript ?? "unknown", nullable) };
  });
  return { columns, problems };
}

/** `T | null`; `unknown` holds null already. */
export function orNull(typescript: string, nullable: boolean): string {
  return nullable && typescript !== "unknown" ? `${typescript} | null` : typescript;
}

function columnProblem(
  name: string,
  type: number,
  earlier: readonly string[],
  catalog: Catalog,
): Omit<Problem, "offset"> | undefined {
  if (name === "?column?") {
    return { message: `Column ${earlier.length + 1} has no name.`, hint: "Give it one with AS." };
  }
  if (earlier.some((other) => camelCase(other) === camelCase(name))) {
    return { message: `Two columns become ${camelCase(name)} in TypeScript.`, hint: "Rename one with AS." };
  }
  if (catalog.typeOf(type) === undefined) {
    const message = `Column ${name} is of type ${catalog.typeName(type)}, which has no TypeScript type yet.`;
    return { message, hint: `Select it as another type, for example as text: ${name}::text AS ${name}.` };
  }
  return undefined;
}

function execProblems(statement: SourceStatement, { columns }: Description): Problem[] {
  const seen = columns.filter(({ type }) => type !== voidType).map(({ name }) => name);
  if (seen.length === 0) return findOverrideProblems(statement, "column", []);
  const message = `${statement.name} is :exec, so nobody would see what it returns (${seen.join(", ")}).`;
  return [{ offset: statement.offset, message, hint: "Make it :one, :maybe or :many, or return nothing." }];
}

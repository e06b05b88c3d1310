import { camelCase } from "#infrastructure/shared/database/types/types.ts";
import type { Catalog } from "./catalog.ts";
import type { Field } from "./compiled-statement.ts";
import type { Description } from "./describer.ts";
import { elementsAreNonNull } from "./element-nullability.ts";
import { returnedColumns } from "./expression-source.ts";
import type { Source } from "./expression-source.ts";
import { compileField } from "./field.ts";
import { jsonShapeOf } from "./json-shape.ts";
import type { ShapeContext } from "./json-shape.ts";
import { findNonNullColumns, openStatement } from "./nullability.ts";
import type { Scope } from "./nullability/scope.ts";
import { findOverrideProblems, overrideOf } from "./overrides.ts";
import type { Problem } from "./problem.ts";
import { numberIn } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";
import type { SourceStatement } from "./statement-file.ts";

interface CompiledColumns {
  readonly columns: readonly Field[];
  readonly problems: readonly Problem[];
}

const selectCommand = 1;
const voidType = 2278;
const jsonTypes = new Set([114, 3802]);

/** The row that a statement returns. @param places where each column stands, see `columnPlaces` */
export function compileColumns(
  statement: SourceStatement,
  places: readonly number[],
  description: Description,
  catalog: Catalog,
): CompiledColumns {
  if (statement.kind === "exec") return { columns: [], problems: execProblems(statement, description) };
  const { offset } = statement;
  if (statement.kind === "stream" && numberIn(description.tree, "commandType") !== selectCommand) {
    const message = `${statement.name} is :stream, but PostgreSQL has cursors for SELECT alone.`;
    return { columns: [], problems: [{ offset, message, hint: "Make it :many." }] };
  }
  if (description.columns.length === 0) {
    const message = `${statement.name} is :${statement.kind}, but returns no columns.`;
    return { columns: [], problems: [{ offset, message, hint: "Make it :exec, or add RETURNING." }] };
  }

  const nonNull = findNonNullColumns(description.tree, catalog);
  const sources = returnedColumns([description.tree]);
  const names = description.columns.map((column) => column.name);
  const problems = findOverrideProblems(statement, "column", names);
  const columns = description.columns.flatMap(({ name, type }, index) => {
    const place = places[index] ?? offset;
    const problem = columnProblem(name, type, names.slice(0, index), catalog);
    if (problem !== undefined) problems.push({ offset: place, ...problem });
    const compiled = catalog.typeOf(type);
    if (compiled === undefined) return [];
    const known = { nullable: nonNull[index] !== true, ...knownOfSource(sources[index], type, catalog) };
    const field = compileField(compiled, overrideOf(statement, "column", name), known);
    if (field.problem !== undefined) problems.push({ offset: place, message: `Column ${name} ${field.problem}` });
    return { name: camelCase(name), ...field };
  });
  return { columns, problems };
}

/** What the expression behind a column tells beyond its type. */
function knownOfSource(
  source: Source | undefined,
  type: number,
  catalog: Catalog,
): { readonly elementsNullable: boolean; readonly shape?: string | undefined } {
  const isArray = catalog.typeOf(type)?.element !== undefined;
  if (source === undefined || (!isArray && !jsonTypes.has(type))) return { elementsNullable: true };
  const context = openShapeContext(catalog);
  return isArray
    ? { elementsNullable: !elementsAreNonNull(source, context.scopeOf) }
    : { elementsNullable: true, shape: jsonShapeOf(source, context) };
}

function openShapeContext(catalog: Catalog): ShapeContext {
  const scopes = new Map<TreeNode | undefined, Scope | undefined>();
  const scopeOf = ({ queries }: Source): Scope | undefined => {
    const query = queries.at(-1);
    if (!scopes.has(query)) scopes.set(query, openStatement(queries, catalog));
    return scopes.get(query);
  };
  return { catalog, scopeOf };
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
    const message = `Column ${name} is of type ${catalog.typeName(type)}, which has no TypeScript type.`;
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

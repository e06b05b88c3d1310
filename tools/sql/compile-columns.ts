import { camelCase } from "#infrastructure/shared/database/types/types.ts";
import type { Catalog } from "./catalog.ts";
import type { Field } from "./compiled-statement.ts";
import type { Description } from "./describer.ts";
import { returnedColumns } from "./expression-source.ts";
import type { Source } from "./expression-source.ts";
import { compileField } from "./field.ts";
import { jsonShapeOf } from "./json-shape.ts";
import type { ShapeContext } from "./json-shape.ts";
import { findNonNullColumns, openStatement } from "./nullability.ts";
import { elementsAreNonNull } from "./nullability/arrays.ts";
import type { KnownParameters, Scope } from "./nullability/scope.ts";
import { findOverrideProblems, overrideOf } from "./overrides.ts";
import { placeOfExpression } from "./places.ts";
import type { Written } from "./places.ts";
import type { Problem } from "./problem.ts";
import { command, numberIn } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";
import type { SourceStatement } from "./statement-file.ts";
import { returnedTargets } from "./tree-search.ts";

interface CompiledColumns {
  readonly columns: readonly Field[];
  readonly problems: readonly Problem[];
}

const voidType = 2278;
const jsonTypes = new Set([114, 3802]);

/** The row that a statement returns. @param parameters what their types promise */
export function compileColumns(
  { statement, positional }: Written,
  description: Description,
  catalog: Catalog,
  parameters: KnownParameters,
): CompiledColumns {
  if (statement.kind === "exec") return { columns: [], problems: execProblems(statement, description) };
  const { offset } = statement;
  if (statement.kind === "stream" && numberIn(description.tree, "commandType") !== command.select) {
    const message = `${statement.name} is :stream, but PostgreSQL has cursors for SELECT alone.`;
    return { columns: [], problems: [{ offset, message, hint: "Make it :many." }] };
  }
  if (description.columns.length === 0) {
    const message = `${statement.name} is :${statement.kind}, but returns no columns.`;
    return { columns: [], problems: [{ offset, message, hint: "Make it :exec, or add RETURNING." }] };
  }

  const nonNull = findNonNullColumns(description.tree, catalog, parameters);
  const targets = returnedTargets(description.tree);
  const sources = returnedColumns([description.tree]);
  const context = openShapeContext(catalog, parameters);
  const names = description.columns.map((column) => column.name);
  const problems = findOverrideProblems(statement, "column", names);
  const columns = description.columns.flatMap(({ name, type }, index) => {
    const target = targets[index];
    const place = target === undefined ? offset : placeOfExpression({ statement, positional }, target.expression);
    const problem = columnProblem(name, type, names.slice(0, index), catalog);
    if (problem !== undefined) problems.push({ offset: place, ...problem });
    const compiled = catalog.typeOf(type);
    if (compiled === undefined) return [];
    const known = { nullable: nonNull[index] !== true, ...knownOfSource(sources[index], type, context) };
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
  context: ShapeContext,
): { readonly elementsNullable: boolean; readonly shape?: string | undefined } {
  const isArray = context.catalog.typeOf(type)?.element !== undefined;
  if (source === undefined || (!isArray && !jsonTypes.has(type))) return { elementsNullable: true };
  return isArray
    ? { elementsNullable: !elementsAreNonNull(source, context.scopeOf) }
    : { elementsNullable: true, shape: jsonShapeOf(source, context) };
}

function openShapeContext(catalog: Catalog, parameters: KnownParameters): ShapeContext {
  const scopes = new Map<TreeNode | undefined, Scope | undefined>();
  const scopeOf = ({ queries }: Source): Scope | undefined => {
    const query = queries.at(-1);
    if (!scopes.has(query)) scopes.set(query, openStatement(queries, catalog, parameters));
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

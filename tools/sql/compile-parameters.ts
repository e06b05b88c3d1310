import { camelCase } from "#infrastructure/shared/database/types/types.ts";
import type { Catalog } from "./catalog.ts";
import type { Parameter } from "./compiled-statement.ts";
import type { Description } from "./describer.ts";
import { compileField, formatOf } from "./field.ts";
import type { KnownParameters } from "./nullability/scope.ts";
import { overrideOf } from "./overrides.ts";
import { findParameterUses } from "./parameter-uses.ts";
import type { NamedParameter } from "./positional-text.ts";
import type { Problem } from "./problem.ts";
import type { SourceStatement } from "./statement-file.ts";
import type { CompiledType } from "./type-catalog.ts";
import { readonlyArray } from "./typescript-text.ts";

interface CompiledParameters {
  readonly parameters: readonly Parameter[];
  readonly sideBySide: readonly (readonly string[])[];
  /** What the types promise to the rest of the statement. */
  readonly known: KnownParameters;
  /** The positions of those for which NULL is meant to be given. */
  readonly nullable: ReadonlySet<number>;
  readonly problems: readonly Problem[];
}

/** What a caller has to hand over, in the order of positions. */
export function compileParameters(
  statement: SourceStatement,
  named: readonly NamedParameter[],
  { parameterTypes, tree }: Description,
  catalog: Catalog,
): CompiledParameters {
  const uses = findParameterUses(tree, catalog);
  const { unnested, sideBySide } = uses;
  const nullable = new Set<number>();
  const known = { neverNull: new Set<number>(), elementsNeverNull: new Set<number>() };
  const problems = rowsProblems(statement, named, unnested.size > 0);
  const parameters = named.flatMap(({ name, offset }, index): Parameter[] => {
    const oid = parameterTypes[index] ?? 0;
    const type = catalog.typeOf(oid);
    if (type === undefined) {
      const message = `Parameter :${name} is of type ${catalog.typeName(oid)}, which has no TypeScript type.`;
      problems.push({ offset, message, hint: `Pass another type and cast it, for example :${name}::text::...` });
      return [];
    }
    const position = index + 1;
    const said = overrideOf(statement, "param", name);
    const rows = unnested.has(position) && type.element !== undefined ? statement.rows?.rows : undefined;
    const canBe = { nullable: uses.nullable.has(position), elementsNullable: uses.elementsNullable.has(position) };
    const field =
      rows !== undefined && type.element !== undefined
        ? {
            ...compileField(type.element, said, { nullable: canBe.elementsNullable, elementsNullable: true }),
            rows,
            format: formatOf(type),
          }
        : compileField(type, said, canBe);
    if (rows === undefined && (said.nullable ?? canBe.nullable)) nullable.add(position);
    if (rows !== undefined || neverNull(type, said.nullable, canBe.nullable, said)) known.neverNull.add(position);
    const ofElements = rows === undefined ? said.elementsNullable : said.nullable;
    if (type.element !== undefined && neverNull(type.element, ofElements, canBe.elementsNullable, said)) {
      known.elementsNeverNull.add(position);
    }
    const problem = field.problem ?? schemaProblem(rows, said);
    if (problem !== undefined) problems.push({ offset, message: `Parameter :${name} ${problem}` });
    const typescript = readonlyArray(field.typescript);
    return [{ name: camelCase(name), ...field, typescript, type: type.parameterType }];
  });
  const nameOf = (position: number): string => camelCase(named[position - 1]?.name ?? "");
  return {
    parameters,
    sideBySide: statement.rows === undefined ? sideBySide.map((positions) => positions.map(nameOf)) : [],
    known,
    nullable,
    problems,
  };
}

/** A JSON value, and a type from elsewhere, may be null unless the header says that it isn't. */
function neverNull(
  { typescript }: CompiledType,
  said: boolean | undefined,
  canBeNull: boolean,
  { imported }: ReturnType<typeof overrideOf>,
): boolean {
  if (said !== undefined) return !said;
  return !canBeNull && imported === undefined && typescript !== "unknown";
}

function rowsProblems({ rows }: SourceStatement, named: readonly NamedParameter[], hasUnnest: boolean): Problem[] {
  if (rows === undefined) return [];
  const { offset } = rows;
  if (!hasUnnest) {
    const message = `No parameter is inside unnest(...), so ${rows.rows} would have no fields.`;
    return [{ offset, message, hint: "Write FROM unnest(:id::uuid[], :name::text[]) AS given (id, name)." }];
  }
  const twin = named.some(({ name }) => camelCase(name) === rows.rows);
  return twin ? [{ offset, message: `There is a parameter that becomes ${rows.rows} too: rename one.` }] : [];
}

function schemaProblem(rows: string | undefined, { imported }: ReturnType<typeof overrideOf>): string | undefined {
  if (rows === undefined || imported?.schema !== true) return undefined;
  return "is a field of rows, where a schema can't be used: name its type, and encode the values before the call.";
}

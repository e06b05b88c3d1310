import { camelCase } from "#infrastructure/shared/database/types/types.ts";
import type { Catalog } from "./catalog.ts";
import { orNull } from "./compile-columns.ts";
import type { Parameter } from "./compiled-statement.ts";
import type { Description } from "./describer.ts";
import { findNullableParameters } from "./nullable-parameters.ts";
import { nullableByOverride } from "./overrides.ts";
import type { NamedParameter } from "./positional-text.ts";
import type { Problem } from "./problem.ts";
import type { SourceStatement } from "./statement-file.ts";

interface CompiledParameters {
  readonly parameters: readonly Parameter[];
  readonly problems: readonly Problem[];
}

/** What a caller has to hand over, in the order of positions. */
export function compileParameters(
  statement: SourceStatement,
  named: readonly NamedParameter[],
  { parameterTypes, tree }: Description,
  catalog: Catalog,
): CompiledParameters {
  const nullablePositions = findNullableParameters(tree, catalog);
  const problems: Problem[] = [];
  const parameters = named.map(({ name, offset }, index) => {
    const oid = parameterTypes[index] ?? 0;
    const type = catalog.typeOf(oid);
    if (type === undefined) {
      const message = `Parameter :${name} is of type ${catalog.typeName(oid)}, which has no TypeScript type yet.`;
      problems.push({ offset, message, hint: `Pass another type and cast it, for example :${name}::text::...` });
    }
    const nullable = nullableByOverride(statement, "param", name) ?? nullablePositions.has(index + 1);
    const typescript = type?.typescript ?? "unknown";
    return {
      name: camelCase(name),
      typescript: orNull(typescript.endsWith("[]") ? `readonly ${typescript}` : typescript, nullable),
      type: type?.parameterType ?? 0,
    };
  });
  return { parameters, problems };
}

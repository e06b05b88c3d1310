import type { OverrideLine } from "./override-line.ts";
import type { Problem } from "./problem.ts";
import type { Override, SourceStatement } from "./statement-file.ts";

type Target = Override["target"];
type Said = Omit<OverrideLine, "target" | "name">;

/** All that the header says about a column or parameter. */
export function overrideOf({ overrides }: SourceStatement, target: Target, name: string): Said {
  const ofName = overrides.filter((override) => override.target === target && override.name === name);
  return Object.assign({}, ...ofName) as Said;
}

/** Overrides that name nothing of the statement, or say the same thing twice. */
export function findOverrideProblems(
  { name: statement, overrides }: SourceStatement,
  target: Target,
  names: readonly string[],
): Problem[] {
  const ofTarget = overrides.filter((override) => override.target === target);
  return ofTarget.flatMap((override, index) => {
    const { name, offset } = override;
    const twin = ofTarget.findIndex((other) => other.name === name && aspectOf(other) === aspectOf(override));
    if (twin < index) return [{ offset, message: `The header has another override of ${target} ${name}.` }];
    if (names.includes(name)) return [];
    const hint = names.length === 0 ? "It has none." : `It has ${names.join(", ")}.`;
    return [{ offset, message: `${statement} has no ${target} ${name}.`, hint }];
  });
}

function aspectOf({ nullable, elementsNullable }: Override): keyof Said {
  if (nullable !== undefined) return "nullable";
  return elementsNullable === undefined ? "imported" : "elementsNullable";
}

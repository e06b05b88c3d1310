import type { Problem } from "./problem.ts";
import type { Override, SourceStatement } from "./statement-file.ts";

type Target = Override["target"];

/** What the header says about the nullability of a column or parameter, if anything. */
export function nullableByOverride({ overrides }: SourceStatement, target: Target, name: string): boolean | undefined {
  return overrides.find((override) => override.target === target && override.name === name)?.nullable;
}

/** Overrides that name nothing of the statement, or the same thing twice. */
export function findOverrideProblems(
  { name: statement, overrides }: SourceStatement,
  target: Target,
  names: readonly string[],
): Problem[] {
  const ofTarget = overrides.filter((override) => override.target === target);
  return ofTarget.flatMap(({ name, offset }, index) => {
    if (ofTarget.findIndex((other) => other.name === name) < index) {
      return [{ offset, message: `The header has another override of ${target} ${name}.` }];
    }
    if (names.includes(name)) return [];
    const hint = names.length === 0 ? "It has none." : `It has ${names.join(", ")}.`;
    return [{ offset, message: `${statement} has no ${target} ${name}.`, hint }];
  });
}

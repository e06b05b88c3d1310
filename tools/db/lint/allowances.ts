import type { LintFinding } from "./finding.ts";
import { placeOf } from "./finding.ts";
import { rules } from "./rules/rules.ts";
import type { SqlFile } from "./sql-file.ts";

/** The name under which faults of the header are found; it can't be allowed. */
const rule = "header";

/** The findings that the file's header doesn't allow, and what it allows for nothing. */
export function applyAllowances(file: SqlFile, findings: readonly LintFinding[]): LintFinding[] {
  const { allowances, misunderstood } = file.header;
  const forbidden = findings.filter((finding) => !allowances.some((allowance) => allowance.rule === finding.rule));
  const toFinding = (offset: number, message: string, hint: string): LintFinding => ({
    file: file.path,
    ...placeOf(file.text, offset),
    rule,
    message,
    hint,
    severity: "error",
  });
  const needless = allowances.flatMap(({ rule: name, offset }, index) => {
    const isKnown = name.startsWith("squawk/") || rules.some((known) => known.name === name);
    if (!isKnown) {
      const names = rules.map((known) => known.name).join(", ");
      return [toFinding(offset, `There is no rule ${name}.`, `The rules are ${names}, and squawk/<rule>.`)];
    }
    if (allowances.findIndex((other) => other.rule === name) < index) {
      return [toFinding(offset, `The header allows ${name} twice.`, "Remove one of the lines.")];
    }
    if (findings.some((finding) => finding.rule === name)) return [];
    return [toFinding(offset, `Nothing in this file breaks ${name}.`, "Remove this line.")];
  });
  return [
    ...forbidden,
    ...misunderstood.map(({ offset, message, hint }) => toFinding(offset, message, hint)),
    ...needless,
  ];
}

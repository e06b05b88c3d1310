import type { Problem } from "../problem.ts";
import type { SourceStatement } from "../statement-file.ts";
import { foreignSchema } from "./foreign-schema.ts";
import { missingWhere } from "./missing-where.ts";
import { noIndex } from "./no-index.ts";
import { nullableEquals } from "./nullable-equals.ts";
import { nullableNotIn } from "./nullable-not-in.ts";
import type { Rule, Subject } from "./rule.ts";
import { selectStar } from "./select-star.ts";
import { unboundedMany } from "./unbounded-many.ts";
import { unescapedLike } from "./unescaped-like.ts";

/** Every rule, in the order of docs/sql.md. */
export const rules: readonly Rule[] = [
  selectStar,
  missingWhere,
  noIndex,
  unboundedMany,
  nullableNotIn,
  nullableEquals,
  unescapedLike,
  foreignSchema,
];

/** What a rule has against a statement. */
export interface Finding extends Problem {
  readonly rule: string;
}

/** What the rules have against a statement, whatever its header allows. */
export function vet(subject: Subject): Finding[] {
  return rules.flatMap((rule) => rule.find(subject).map((problem) => withRule(problem, rule)));
}

/** The findings that the header doesn't allow, and what it allows for nothing. */
export function applyAllows({ name, allows }: SourceStatement, findings: readonly Finding[]): Problem[] {
  const forbidden = findings.filter(({ rule }) => !allows.some((allow) => allow.rule === rule));
  const needless = allows.flatMap(({ rule, offset }, index): Problem[] => {
    if (!rules.some((known) => known.name === rule)) {
      return [
        { offset, message: `There is no rule ${rule}.`, hint: `The rules are ${rules.map((r) => r.name).join(", ")}.` },
      ];
    }
    if (allows.findIndex((other) => other.rule === rule) < index) {
      return [{ offset, message: `The header allows ${rule} twice.` }];
    }
    if (findings.some((finding) => finding.rule === rule)) return [];
    return [{ offset, message: `${name} doesn't break ${rule}.`, hint: "Remove this line." }];
  });
  return [...forbidden, ...needless];
}

function withRule({ offset, message, hint }: Problem, { name, reason }: Rule): Finding {
  const allow = `Or allow it in the header: -- vet: allow ${name}: <why it is right here>`;
  return {
    rule: name,
    offset,
    message: `${message} [${name}: ${reason}]`,
    hint: [hint, allow].filter(Boolean).join(" "),
  };
}

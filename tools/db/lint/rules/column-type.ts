import type { ColumnDef, TypeName } from "libpg-query";
import { findParts, wordsOf } from "../tree.ts";
import type { Rule } from "./rule.ts";

const identity = "Use a uuid that the service makes, or bigint GENERATED ALWAYS AS IDENTITY.";
const text =
  "Use text, with a CHECK (length(…) <= …) where there is a limit: a CHECK can be changed without a rewrite.";
const better: Readonly<Partial<Record<string, string>>> = {
  timestamp: "Use timestamptz(3): a timestamp doesn't say which moment it is. JavaScript's Date has three digits.",
  timetz: "Use time, and timestamptz(3) for a moment: an offset without a date means nothing.",
  varchar: text,
  bpchar: text,
  serial: identity,
  serial4: identity,
  serial2: identity,
  serial8: identity,
  smallserial: identity,
  bigserial: identity,
  money: "Use numeric, or a bigint of the smallest unit, with a column for the currency: money depends on a setting.",
  json: "Use jsonb: json can be neither compared nor indexed.",
};

export const columnType: Rule = {
  name: "column-type",
  reason: "there is a better habit for this type",
  severity: "warning",
  directions: ["up"],
  find: ({ file }) =>
    file.statements.flatMap(({ node, offset }) =>
      [...findParts(node, "ColumnDef"), ...findParts(node, "CreateDomainStmt")].flatMap((part) => {
        const type = ((part as ColumnDef).typeName ?? {}) satisfies TypeName;
        const name = wordsOf(type.names).at(-1) ?? "";
        const hint = better[name];
        if (hint === undefined) return [];
        return [{ offset: file.offsetOf(type.location, offset), message: `The type ${name}.`, hint }];
      }),
    ),
};

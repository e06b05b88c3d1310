import { mentionsIn } from "../mentions.ts";
import type { Mention } from "../mentions.ts";
import type { Rule } from "./rule.ts";

const postgresOwn = ["pg_catalog", "information_schema", "pg_temp"];

/** Functions and types of an extension may stand in `public`. */
export const foreignSchema: Rule = {
  name: "foreign-schema",
  reason: "what stands in another context's schema is that context's to change",
  severity: "error",
  directions: ["up", "down"],
  find: ({ file }) =>
    file.statements.flatMap(({ node, offset }) =>
      mentionsIn(node)
        .filter((mention) => isForeign(mention, file.context))
        .map(({ schema, name, kind, location }) => ({
          offset: file.offsetOf(location, offset),
          message: `${kind === "schema" ? "The schema " : `${schema}.`}${name} is not of this context: its schema is ${file.context}.`,
          hint: "Let that context's migration do it. To refer to its things, keep their id in a column without a foreign key.",
        })),
    ),
};

/** What the search path finds differs per role and database. */
export const unqualifiedName: Rule = {
  name: "unqualified-name",
  reason: "where a name without schema leads depends on the role and the database that the file is run with",
  severity: "error",
  directions: ["up", "down"],
  find: ({ file }) =>
    file.statements.flatMap(({ node, offset }) =>
      mentionsIn(node)
        .filter(({ schema, mayBeBuiltIn }) => schema === undefined && !mayBeBuiltIn)
        .map(({ name, location }) => ({
          offset: file.offsetOf(location, offset),
          message: `${name} has no schema.`,
          hint: `Write ${file.context}.${name}.`,
        })),
    ),
};

function isForeign({ schema, kind }: Mention, context: string): boolean {
  if (schema === undefined || schema === context || postgresOwn.includes(schema)) return false;
  return schema !== "public" || kind === "relation" || kind === "schema";
}

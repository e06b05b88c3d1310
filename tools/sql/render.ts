import { basename } from "node:path";
import { format } from "oxfmt";
import type { CompiledStatement, Field } from "./compiled-statement.ts";
import type { SqlFile } from "./sql-files.ts";

/** The `.sql.ts` file, in the format of the house: the same statements always give the same text. */
export async function renderFile(
  file: SqlFile,
  statements: readonly CompiledStatement[],
  major: number,
): Promise<string> {
  const imports = [...new Set(statements.map(({ kind }) => kind))].toSorted().join(", ");
  const top = [
    `// Generated from ${basename(file.path)} by \`npm run sql\`, with PostgreSQL ${major}: change that file, not this one.`,
    `import { ${imports} } from "#infrastructure/shared/database/statement.ts";`,
  ].join("\n");
  const source = [top, ...statements.map((statement) => renderStatement(statement, file))].join("\n\n");
  const { code, errors } = await format(`${file.name}.sql.ts`, source, { printWidth: 120 });
  if (errors[0] !== undefined) throw new Error(`The code generated from ${file.path} is wrong: ${errors[0].message}`);
  return code;
}

function renderStatement(statement: CompiledStatement, file: SqlFile): string {
  const { name, kind, parameters, columns } = statement;
  const types = [parameters, ...(kind === "exec" ? [] : [columns])].map(renderType);
  return `${renderDocumentation(statement.documentation)}export const ${name} = ${kind}<${types.join(", ")}>({
    name: ${JSON.stringify(`${file.context}/${file.name}.${name}`)},
    text: \`${statement.text.replace(/[\\`]|\$(?=\{)/g, "\\$&")}\`,
    parameters: ${JSON.stringify(parameters.map((parameter) => parameter.name))},
    parameterTypes: ${JSON.stringify(parameters.map((parameter) => parameter.type))},
  });`;
}

function renderType(fields: readonly Field[]): string {
  return fields.length === 0
    ? "{}"
    : `{ ${fields.map(({ name, typescript }) => `${renderKey(name)}: ${typescript}`).join("; ")} }`;
}

function renderKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function renderDocumentation(lines: readonly string[]): string {
  const safe = lines.map((line) => line.replaceAll("*/", "*\\/"));
  if (safe.length === 0) return "";
  if (safe.length === 1) return `/** ${safe[0]} */\n`;
  return `/**\n${safe.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

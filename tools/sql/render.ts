import { basename, posix } from "node:path";
import { format as layOut } from "oxfmt";
import type { CompiledStatement, Field } from "./compiled-statement.ts";
import { renderImports } from "./imports.ts";
import { parameterPath, parametersType, renderFormats, rowType } from "./render-types.ts";
import type { SqlFile } from "./sql-files.ts";

const importByOrder = `import { byOrder } from "#infrastructure/shared/database/by-order.ts";`;

/** The `.sql.ts` file, in the format of the house: the same statements always give the same text. */
export async function renderFile(
  file: SqlFile,
  statements: readonly CompiledStatement[],
  major: number,
): Promise<string> {
  const kinds = new Set(statements.map(({ kind }) => kind));
  const imports = [...kinds]
    .filter((kind) => kind !== "stream")
    .toSorted()
    .join(", ");
  const typeImports = renderImports(statements);
  const needsDecoded = typeImports.some((line) => line.startsWith("import {"));
  const top = [
    `// Generated from ${basename(file.path)} by \`npm run sql\`, with PostgreSQL ${major}: change that file, not this one.`,
    ...(statements.some(({ orders }) => orders) ? [importByOrder] : []),
    ...(needsDecoded ? ['import type { Decoded } from "#infrastructure/shared/database/statement.ts";'] : []),
    ...(imports === "" ? [] : [`import { ${imports} } from "#infrastructure/shared/database/statement.ts";`]),
    ...(kinds.has("stream") ? ['import { stream } from "#infrastructure/shared/database/stream.ts";'] : []),
    ...typeImports,
  ].join("\n");
  const source = [top, ...statements.map((statement) => renderStatement(statement, file))].join("\n\n");
  const { code, errors } = await layOut(`${file.name}.sql.ts`, source, { printWidth: 120 });
  if (errors[0] !== undefined) throw new Error(`The code generated from ${file.path} is wrong: ${errors[0].message}`);
  return code;
}

function renderStatement(statement: CompiledStatement, file: SqlFile): string {
  const { name, kind, parameters, columns } = statement;
  const definition = `${renderDocumentation(statement.documentation, file)}export const ${name} =`;
  const fullName = `${file.context}/${file.name}.${name}`;
  if (statement.orders !== undefined) return `${definition} ${renderOrders(statement, statement.orders, fullName)};`;
  const types = [parametersType(parameters), ...(kind === "exec" ? [] : [rowType(columns)])];
  return `${definition} ${kind}<${types.join(", ")}>(${renderValue(statement, fullName)});`;
}

/** What the runtime gets: see `Statement` in statement.ts. */
function renderValue(statement: CompiledStatement, fullName: string): string {
  const { text, parameters, columns, sideBySide = [] } = statement;
  const properties = [
    `name: ${JSON.stringify(fullName)},`,
    `text: \`${text.replace(/[\\`]|\$(?=\{)/g, "\\$&")}\`,`,
    `parameters: ${JSON.stringify(parameters.map(parameterPath))},`,
    `parameterTypes: ${JSON.stringify(parameters.map((parameter) => parameter.type))},`,
    sideBySide.length > 0 ? `sideBySide: ${JSON.stringify(sideBySide)},` : "",
    renderFormats(
      "parameterFormats",
      parameters.map((parameter) => [parameterPath(parameter), parameter.format]),
    ),
    renderFormats(
      "columnFormats",
      columns.map(({ name, format }) => [name, format]),
    ),
  ];
  return `{\n${properties.filter((property) => property !== "").join("\n")}\n}`;
}

function renderOrders(
  { kind, columns }: CompiledStatement,
  orders: ReadonlyMap<string, CompiledStatement>,
  fullName: string,
): string {
  // Orders that take the same parameters share one type: keyset conditions of their own set them apart.
  const byParameters = Map.groupBy(orders, ([, { parameters }]) => parametersType(parameters.toSorted(byName)));
  const parameterTypes = [...byParameters].map(([others, alike]) => {
    const order = `{ order: ${alike.map(([name]) => JSON.stringify(name)).join(" | ")} }`;
    return others === "{}" ? order : `${order.slice(0, -2)}; ${others.slice(2)}`;
  });
  const row = rowType(columns);
  const result = {
    one: `Promise<${row}>`,
    maybe: `Promise<${row} | undefined>`,
    many: `Promise<${row}[]>`,
    exec: "Promise<number>",
    stream: `AsyncGenerator<${row}, void>`,
  }[kind];
  const queries = [...orders].map(([order, statement]) => {
    return `${order}: ${kind}(${renderValue(statement, `${fullName}.${order}`)}),`;
  });
  return `byOrder<${parameterTypes.join(" | ")}, ${result}>({${queries.join("\n")}})`;
}

function byName(a: Field, b: Field): number {
  return a.name < b.name ? -1 : 1;
}

/**
 * Ends with a link to the SQL, without its line: that would change with each line above it. It is for who reads a call:
 * an editor takes it from the file that is open, so it leads there from the folder of the context's adapters.
 */
function renderDocumentation(lines: readonly string[], { context, name }: SqlFile): string {
  const adapters = `src/infrastructure/${context === "platform" ? "shared/database" : context}`;
  const link = `@see [${name}.sql](${posix.relative(adapters, `sql/${context}/${name}.sql`)})`;
  if (lines.length === 0) return `/** ${link} */\n`;
  const safe = lines.map((line) => line.replaceAll("*/", "*\\/"));
  return `/**\n${[...safe, "", link].map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

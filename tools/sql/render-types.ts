import type { Field, FieldFormat, Parameter } from "./compiled-statement.ts";
import { objectOf } from "./typescript-text.ts";

export function rowType(columns: readonly Field[]): string {
  return objectOf(columns.map(({ name, typescript }) => [name, typescript]));
}

/** The fields of rows are one parameter. */
export function parametersType(parameters: readonly Parameter[]): string {
  const members = new Map<string, string>();
  for (const { name, typescript, rows } of parameters) {
    if (rows === undefined) members.set(name, typescript);
    else members.set(rows, `readonly ${rowType(parameters.filter((parameter) => parameter.rows === rows))}[]`);
  }
  return objectOf([...members]);
}

/** The name of a parameter at run time. */
export function parameterPath({ name, rows }: Parameter): string {
  return rows === undefined ? name : `${rows}.${name}`;
}

/** The `parameterFormats` or `columnFormats` of a statement, or nothing where all its types say enough. */
export function renderFormats(
  property: "parameterFormats" | "columnFormats",
  fields: readonly (readonly [name: string, format: FieldFormat | undefined])[],
): string {
  const members = fields.flatMap(([name, format]) =>
    format === undefined ? [] : `${JSON.stringify(name)}: ${renderFormat(format)}`,
  );
  return members.length === 0 ? "" : `${property}: { ${members.join(", ")} },`;
}

function renderFormat({ type, schema, nullable }: FieldFormat): string {
  const parts = [
    ...(type === undefined ? [] : [`type: ${JSON.stringify(type)}`]),
    ...(schema === undefined ? [] : [`schema: ${schema}`]),
    ...(nullable === undefined ? [] : ["nullable: true"]),
  ];
  return `{ ${parts.join(", ")} }`;
}

/** What the header says about a column or a parameter. */
export interface OverrideLine {
  readonly target: "column" | "param";
  /** The name as it stands in the SQL. */
  readonly name: string;
  readonly nullable?: boolean;
  /** Whether the elements of its array can be NULL. */
  readonly elementsNullable?: boolean;
  readonly imported?: ImportedType;
}

/** A TypeScript type that takes the place of PostgreSQL's. */
export interface ImportedType {
  /** Of the type, or of the schema. */
  readonly name: string;
  /** As in an import: `#domain/identity/user-id.ts`. */
  readonly module: string;
  /** It is a TypeBox schema: values are checked and transformed. A type is only believed. */
  readonly schema: boolean;
}

export const overrideHint =
  "Write `-- column total: not null`, `nullable`, `elements not null`, `elements nullable`, " +
  '`UserId from "#domain/identity/user-id.ts"` or `schema userSettings from "#…"`; or the same with `param`.';

const saying: Readonly<Record<string, Pick<OverrideLine, "nullable" | "elementsNullable">>> = {
  "not null": { nullable: false },
  nullable: { nullable: true },
  "elements not null": { elementsNullable: false },
  "elements nullable": { elementsNullable: true },
};

/** Reads `column <name>: <what>` or `param <name>: <what>`; undefined when it is no override. */
export function parseOverrideLine(text: string): OverrideLine | undefined {
  const [, target, name, value = ""] = /^(column|param)\s+(\S.*?)\s*:\s*(.*)$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const said = Object.hasOwn(saying, value) ? saying[value] : importedType(value);
  return said === undefined ? undefined : { target: target === "column" ? "column" : "param", name, ...said };
}

/** Not from a relative path: it would be relative to a generated file. */
function importedType(value: string): Pick<OverrideLine, "imported"> | undefined {
  const [, schema, name, module] = /^(schema\s+)?([A-Za-z_$][\w$]*)\s+from\s+"([#@\w][^"\s\\]*)"$/.exec(value) ?? [];
  if (name === undefined || module === undefined) return undefined;
  return { imported: { name, module, schema: schema !== undefined } };
}

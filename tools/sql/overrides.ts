import type { Problem } from "./problem.ts";

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

export interface Override extends OverrideLine {
  readonly offset: number;
}

interface Overridden {
  readonly name: string;
  readonly overrides: readonly Override[];
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

type Target = Override["target"];
type Said = Omit<OverrideLine, "target" | "name">;

/** All that the header says about a column or parameter. */
export function overrideOf({ overrides }: Overridden, target: Target, name: string): Said {
  const ofName = overrides.filter((override) => override.target === target && override.name === name);
  return Object.assign({}, ...ofName) as Said;
}

/** Overrides that name nothing of the statement, or say the same thing twice. */
export function findOverrideProblems(
  { name: statement, overrides }: Overridden,
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

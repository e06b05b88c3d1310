import type {
  ColumnSnapshot,
  SchemaSnapshot,
  TableSnapshot,
} from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";
import { isUnique, relationshipsOf, type Relationship } from "./relationships.ts";

/** The tables of a schema and what refers to what, as a Mermaid entity-relationship diagram. Partitions are left out. */
export function mermaidOf({ name: schema, tables }: SchemaSnapshot): string {
  const shown = tables.filter(({ partitionOf }) => partitionOf === null);
  return [
    "erDiagram",
    ...shown.flatMap((table) => entityOf(table)),
    ...shown.flatMap((table) => relationshipsOf(table).map((relationship) => lineOf(schema, table, relationship))),
  ].join("\n");
}

function entityOf(table: TableSnapshot): string[] {
  const attributes = table.columns.map((column) => `    ${attributeOf(table, column)}`);
  return attributes.length === 0 ? [`  ${entity(table.name)}`] : [`  ${entity(table.name)} {`, ...attributes, "  }"];
}

function attributeOf(table: TableSnapshot, column: ColumnSnapshot): string {
  const inKey = (kind: string): boolean =>
    table.constraints.some((constraint) => constraint.kind === kind && constraint.columns.includes(column.name));
  const keys = [
    ...(inKey("primary key") ? ["PK"] : []),
    ...(inKey("foreign key") ? ["FK"] : []),
    ...(!inKey("primary key") && isUnique(table, [column.name]) ? ["UK"] : []),
  ];
  return [word(shortType(column.type)), word(column.name), keys.join(", "), column.nullable ? '"NULL"' : ""]
    .filter(Boolean)
    .join(" ");
}

/** The side of what is referred to, the line (dotted unless it is part of the primary key), the side of what refers. */
function lineOf(schema: string, table: TableSnapshot, relationship: Relationship): string {
  const { references, optional, single, identifying, constraint } = relationship;
  const target = references.schema === schema ? references.table : `${references.schema}.${references.table}`;
  const line = `${optional ? "|o" : "||"}${identifying ? "--" : ".."}${single ? "o|" : "o{"}`;
  const label = constraint.columns.join(", ").replaceAll('"', "'");
  return `  ${entity(target)} ${line} ${entity(table.name)} : "${label}"`;
}

/** PostgreSQL's short names, which fit into a diagram. */
export function shortType(type: string): string {
  return type
    .replace(/^timestamp(\(\d\))? with time zone/, "timestamptz$1")
    .replace(/^timestamp(\(\d\))? without time zone/, "timestamp$1")
    .replace(/^time(\(\d\))? with time zone/, "timetz$1")
    .replace(/^time(\(\d\))? without time zone/, "time$1")
    .replace(/^character varying/, "varchar")
    .replace(/^character/, "char")
    .replace(/^bit varying/, "varbit");
}

/** Always in quotes: a table may have the name of a keyword of Mermaid's. Of quotes in it Mermaid knows nothing. */
function entity(name: string): string {
  return `"${name.replaceAll(/["%\\]/g, "_")}"`;
}

/**
 * A type or an attribute, which Mermaid takes as a letter with letters, digits, hyphens, underscores and brackets after
 * it; its marks of keys are no names.
 */
function word(text: string): string {
  const plain = text.replaceAll('"', "").replaceAll(/[^\p{L}\p{N}_()[\]-]+/gu, "_");
  return /^[\p{L}_]/u.test(plain) && !/^(pk|fk|uk)$/i.test(plain) ? plain : `_${plain}`;
}

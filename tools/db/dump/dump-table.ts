import type {
  ColumnSnapshot,
  ConstraintSnapshot,
  IndexSnapshot,
  TableSnapshot,
} from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";
import { identifier, literal, withComment, withGrants } from "./sql-text.ts";

/** CREATE TABLE with its columns, comments and rights: all that needs no other table, but those it is a part of. */
export function createTable(schema: string, table: TableSnapshot): string[] {
  const { name, unlogged, columns, partitionKey, partitionOf, inherits, options, comment, grants } = table;
  const title = `TABLE ${identifier(schema, name)}`;
  const lines = columns.map((column) => `  ${columnOf(table, column)}`).join(",\n");
  const rest = [
    inherits.length > 0 ? ` INHERITS (${inherits.join(", ")})` : "",
    partitionKey === null ? "" : ` PARTITION BY ${partitionKey}`,
    options.length > 0 ? ` WITH (${options.join(", ")})` : "",
  ].join("");
  const alter = `ALTER ${title}`;
  return [
    `CREATE ${unlogged ? "UNLOGGED " : ""}${title} (${lines === "" ? "" : `\n${lines}\n`})${rest};`,
    ...(partitionOf === null
      ? []
      : [`ALTER TABLE ${partitionOf.parent} ATTACH PARTITION ${identifier(schema, name)} ${partitionOf.bounds};`]),
    ...columns.flatMap((column) =>
      column.settings.map((setting) => `${alter} ALTER COLUMN ${identifier(column.name)} SET ${setting};`),
    ),
    ...withComment(title, comment),
    ...columns.flatMap((column) => withComment(`COLUMN ${identifier(schema, name, column.name)}`, column.comment)),
    ...withGrants(title, grants),
    ...columns.flatMap((column) =>
      column.grants.map(
        (grant) =>
          `${grant.replace(
            /^(GRANT|REVOKE) (.*) (TO|FROM) /,
            (_, verb: string, rights: string, preposition: string) => {
              const each = rights.split(", ").map((right) => `${right} (${identifier(column.name)})`);
              return `${verb} ${each.join(", ")} ON ${title} ${preposition} `;
            },
          )};`,
      ),
    ),
  ];
}

const withoutForeignKeys = ["primary key", "unique", "exclude", "check", "not null"] as const;

/** What is put on a table that exists: its constraints of these kinds, and with the first of them indexes and policies. */
export function alterTable(
  schema: string,
  table: TableSnapshot,
  kinds: readonly ConstraintSnapshot["kind"][] = withoutForeignKeys,
): string[] {
  const full = identifier(schema, table.name);
  const constraints = table.constraints
    .filter((constraint) => kinds.includes(constraint.kind) && !constraint.inherited && !isInline(table, constraint))
    .flatMap(({ name, definition, comment }) => [
      `ALTER TABLE ${full} ADD CONSTRAINT ${identifier(name)} ${definition};`,
      ...commentOnConstraint(full, name, comment),
    ]);
  if (kinds !== withoutForeignKeys) return constraints;
  const inline = table.constraints
    .filter((constraint) => isInline(table, constraint))
    .flatMap(({ name, comment }) => commentOnConstraint(full, name, comment));
  return [
    ...constraints,
    ...inline,
    ...indexesOf(schema, table.indexes),
    ...table.rowSecurity.map((verb) => `ALTER TABLE ${full} ${verb} ROW LEVEL SECURITY;`),
    ...table.policies.flatMap(({ name, definition, comment }) => [
      `CREATE POLICY ${identifier(name)} ON ${full} ${definition};`,
      ...withComment(`POLICY ${identifier(name)} ON ${full}`, comment),
    ]),
  ];
}

/** CREATE INDEX for those that no constraint and no parent makes. */
export function indexesOf(schema: string, indexes: readonly IndexSnapshot[]): string[] {
  return indexes
    .filter(({ ofConstraint, inherited }) => !ofConstraint && !inherited)
    .flatMap(({ name, definition, valid, comment }) => [
      `${valid ? "" : "-- INVALID, so PostgreSQL doesn't use it:\n"}${definition.replace(" ON ONLY ", " ON ")};`,
      ...withComment(`INDEX ${identifier(schema, name)}`, comment),
    ]);
}

function columnOf(table: TableSnapshot, column: ColumnSnapshot): string {
  const { name, type, collation, generated, identity } = column;
  const notNull = table.constraints.find((constraint) => constraint.columns[0] === name && isInline(table, constraint));
  // An older server has no constraint for it.
  const bare = !column.nullable && !table.constraints.some(({ kind }) => kind === "not null");
  return [
    `${identifier(name)} ${type}`,
    collation === null ? "" : ` COLLATE ${collation}`,
    notNull === undefined ? "" : `${nameOf(table, notNull)} NOT NULL`,
    bare ? " NOT NULL" : "",
    column.default === null ? "" : ` DEFAULT ${column.default}`,
    generated === null ? "" : ` GENERATED ALWAYS AS ${generated}`,
    identity === null ? "" : ` GENERATED ${identity} AS IDENTITY`,
  ].join("");
}

/** NOT NULL, as it stands beside its column. */
function isInline(table: TableSnapshot, { kind, validated, definition, columns }: ConstraintSnapshot): boolean {
  const [name = ""] = columns;
  const isPlain = kind === "not null" && validated && !definition.endsWith(" NO INHERIT");
  return isPlain && table.columns.some((column) => column.name === name);
}

function nameOf(table: TableSnapshot, { name, columns }: ConstraintSnapshot): string {
  return name === `${table.name}_${columns[0] ?? ""}_not_null` ? "" : ` CONSTRAINT ${identifier(name)}`;
}

function commentOnConstraint(table: string, name: string, comment: string | null): string[] {
  return comment === null ? [] : [`COMMENT ON CONSTRAINT ${identifier(name)} ON ${table} IS ${literal(comment)};`];
}

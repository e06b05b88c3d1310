import type {
  Catalog,
  DefinedSnapshot,
  SchemaSnapshot,
  TypeSnapshot,
  ViewSnapshot,
} from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";
import { alterTable, createTable, indexesOf } from "./dump-table.ts";
import { identifier, inOrderOfUse, literal, withComment, withGrants } from "./sql-text.ts";

/**
 * The schemas as SQL: the same text for the same schemas, whatever migrations led to them. It is made to be read and
 * compared; it also builds the schemas in an empty database, except what it names in comments. No rows.
 */
export function dumpSql(catalog: Catalog): string {
  const statements = [
    "-- The schema as PostgreSQL's catalogs have it. Made by `npm run db -- dump`; for reading, not for migrating.",
    "SET check_function_bodies = off;",
    ...catalog.flatMap(startOf),
    ...inOrderOfUse(
      catalog.flatMap(({ name, types }) => types.map((type) => ({ key: `${name}.${type.name}`, schema: name, type }))),
      ({ type }) => type.uses,
    ).flatMap(({ schema, type }) => typeOf(schema, type)),
    ...catalog.flatMap((schema) => sequencesOf(schema)),
    ...catalog.flatMap((schema) => functionsOf(schema)),
    ...inOrderOfUse(
      catalog.flatMap(({ name, tables }) =>
        tables.map((table) => ({ key: `${name}.${table.name}`, schema: name, table })),
      ),
      ({ table }) => [...table.inherits, ...(table.partitionOf ? [table.partitionOf.parent] : [])],
    ).flatMap(({ schema, table }) => createTable(schema, table)),
    ...catalog.flatMap(({ name, tables }) => tables.flatMap((table) => alterTable(name, table))),
    // Last of the tables' parts: they need the keys of other tables.
    ...catalog.flatMap(({ name, tables }) => tables.flatMap((table) => alterTable(name, table, ["foreign key"]))),
    ...inOrderOfUse(
      catalog.flatMap(({ name, views }) => views.map((view) => ({ key: `${name}.${view.name}`, schema: name, view }))),
      ({ view }) => view.reads,
    ).flatMap(({ schema, view }) => viewOf(schema, view)),
    ...catalog.flatMap(({ tables, views }) => [...tables, ...views].flatMap(({ triggers }) => triggers.map(triggerOf))),
    ...catalog.flatMap(ownersOfSequences),
    ...catalog.flatMap(({ others }) =>
      others.map((other) => (other.startsWith("CREATE ") ? `${other};` : `-- ${other}`)),
    ),
  ];
  return `${statements.join("\n\n")}\n`;
}

function startOf({ name, comment, grants, extensions }: SchemaSnapshot): string[] {
  const schema = `SCHEMA ${identifier(name)}`;
  return [
    ...(name === "public" ? [] : [`CREATE ${schema};`]),
    ...withComment(schema, comment),
    ...withGrants(schema, grants),
    ...extensions.map((extension) => `CREATE EXTENSION IF NOT EXISTS ${identifier(extension)} WITH ${schema};`),
  ];
}

function typeOf(schema: string, { name, kind, definition, comment, grants }: TypeSnapshot): string[] {
  const title = `${kind === "domain" ? "DOMAIN" : "TYPE"} ${identifier(schema, name)}`;
  return [
    `CREATE ${title} AS ${definition};`,
    ...withComment(title, comment),
    ...withGrants(`TYPE ${identifier(schema, name)}`, grants),
  ];
}

function sequencesOf({ name: schema, sequences }: SchemaSnapshot): string[] {
  return sequences
    .filter(({ ofIdentity }) => !ofIdentity)
    .flatMap(({ name, definition, comment, grants }) => {
      const title = `SEQUENCE ${identifier(schema, name)}`;
      return [`CREATE ${title} ${definition};`, ...withComment(title, comment), ...withGrants(title, grants)];
    });
}

function ownersOfSequences({ name: schema, sequences }: SchemaSnapshot): string[] {
  return sequences
    .filter(({ ofIdentity, ownedBy }) => !ofIdentity && ownedBy !== null)
    .map(({ name, ownedBy }) => `ALTER SEQUENCE ${identifier(schema, name)} OWNED BY ${ownedBy};`);
}

function functionsOf({ name: schema, functions }: SchemaSnapshot): string[] {
  return functions.flatMap(({ name, kind, arguments: inputs, definition, comment, grants }) => {
    const title = `${kind.toUpperCase()} ${identifier(schema, name)}(${inputs})`;
    const create = kind === "aggregate" ? `CREATE ${title} (${definition});` : `${definition.trimEnd()};`;
    const rights = kind === "aggregate" ? `FUNCTION ${identifier(schema, name)}(${inputs})` : title;
    return [create, ...withComment(title, comment), ...withGrants(rights, grants)];
  });
}

function viewOf(schema: string, view: ViewSnapshot): string[] {
  const { name, materialized, options, definition, comment, columns, grants } = view;
  const title = `${materialized ? "MATERIALIZED VIEW" : "VIEW"} ${identifier(schema, name)}`;
  const parameters = options.length > 0 ? ` WITH (${options.join(", ")})` : "";
  return [
    `CREATE ${title}${parameters} AS\n${definition.replace(/^\n/, "")};`,
    ...withComment(title, comment),
    ...columns.flatMap((column) => withComment(`COLUMN ${identifier(schema, name, column.name)}`, column.comment)),
    ...indexesOf(schema, view.indexes),
    ...withGrants(`TABLE ${identifier(schema, name)}`, grants),
  ];
}

function triggerOf({ name, definition, comment }: DefinedSnapshot): string {
  const [, create = definition, state] = /^(.*?)(?: \((disabled|replica|always)\))?$/s.exec(definition) ?? [];
  const table = / ON (\S+)/.exec(create)?.[1] ?? "";
  const states = { disabled: "DISABLE", replica: "ENABLE REPLICA", always: "ENABLE ALWAYS" } as const;
  const verb = states[state as keyof typeof states] as string | undefined;
  return [
    `${create};`,
    ...(verb === undefined ? [] : [`ALTER TABLE ${table} ${verb} TRIGGER ${identifier(name)};`]),
    ...(comment === null ? [] : [`COMMENT ON TRIGGER ${identifier(name)} ON ${table} IS ${literal(comment)};`]),
  ].join("\n");
}

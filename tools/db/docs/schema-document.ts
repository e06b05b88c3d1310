import type {
  ColumnSnapshot,
  DefinedSnapshot,
  SchemaSnapshot,
  TableSnapshot,
} from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";
import { code, quote, table, text } from "./markdown.ts";
import { mermaidOf, shortType } from "./mermaid.ts";
import { cardinalityOf, relationshipsOf } from "./relationships.ts";

/** The document of a context: its schema as Markdown, made from the catalogs alone and so the same for the same schema. */
export function schemaDocument(schema: SchemaSnapshot): string {
  const { name, comment, tables, views, types, functions, sequences } = schema;
  const ownSequences = sequences.filter(({ ofIdentity }) => !ofIdentity);
  const sections = [
    `# Schema \`${name}\``,
    "<!-- Made by `npm run db -- docs` from the migrations. Change those, not this file. -->",
    ...quote(comment),
    ...(tables.length > 0 ? [`\`\`\`mermaid\n${mermaidOf(schema)}\n\`\`\``] : []),
    ...tables.flatMap((each) => tableSection(name, each)),
    ...views.flatMap((view) => [
      `## ${view.materialized ? "Materialized view" : "View"} ${view.name}`,
      ...quote(view.comment),
      table(
        ["column", "type", "comment"],
        view.columns.map((column) => [code(column.name), code(shortType(column.type)), text(column.comment)]),
      ),
      `\`\`\`sql\n${view.definition.replace(/^\n/, "")}\n\`\`\``,
    ]),
    ...listSection("Types", ["type", "definition", "comment"], types),
    ...listSection(
      "Functions",
      ["function", "kind", "comment"],
      functions.map((each) => ({ ...each, name: `${each.name}(${each.arguments})`, definition: each.kind })),
    ),
    ...listSection("Sequences", ["sequence", "definition", "comment"], ownSequences),
  ];
  return `${sections.join("\n\n")}\n`;
}

function tableSection(schema: string, each: TableSnapshot): string[] {
  const relationships = relationshipsOf(each);
  const rules = each.constraints.filter(({ kind }) => kind !== "foreign key" && kind !== "not null");
  const indexes = each.indexes.filter(({ ofConstraint }) => !ofConstraint);
  return [
    `## ${each.name}`,
    ...quote(each.comment),
    ...(each.partitionKey === null ? [] : [`Partitioned by ${code(each.partitionKey)}.`]),
    ...(each.partitionOf === null
      ? []
      : [`A partition of ${code(each.partitionOf.parent)}: ${code(each.partitionOf.bounds)}.`]),
    table(
      ["column", "type", "null", "default", "comment"],
      each.columns.map((column) => [
        code(column.name),
        code(shortType(column.type)),
        column.nullable ? "yes" : "no",
        code(defaultOf(column)),
        text(column.comment),
      ]),
    ),
    ...section("Foreign keys", [
      ["name", "columns", "references", "rows", "on delete", "on update", "comment"],
      ...relationships.map((relationship) => {
        const { constraint, references } = relationship;
        const target = references.schema === schema ? references.table : `${references.schema}.${references.table}`;
        return [
          code(constraint.name),
          code(constraint.columns.join(", ")),
          code(`${target} (${references.columns.join(", ")})`),
          cardinalityOf(relationship),
          references.onDelete.toLowerCase(),
          references.onUpdate.toLowerCase(),
          text(withState(constraint.comment, constraint.validated, "not validated")),
        ];
      }),
    ]),
    ...section("Constraints", [
      ["name", "definition", "comment"],
      ...rules.map(({ name, definition, comment }) => [code(name), code(definition), text(comment)]),
    ]),
    ...section("Indexes", [
      ["name", "definition", "comment"],
      ...indexes.map(({ name, definition, valid, comment }) => [
        code(name),
        code(definition.replace(/ INDEX .*? ON .*? USING /, " ").replace(/^CREATE /, "")),
        text(withState(comment, valid, "INVALID")),
      ]),
    ]),
    ...definedSection("Triggers", each.triggers),
    ...definedSection("Policies", each.policies),
  ];
}

function defaultOf({ default: expression, generated, identity }: ColumnSnapshot): string {
  if (generated !== null) return `generated: ${generated}`;
  if (identity !== null) return `identity: ${identity.toLowerCase()}`;
  return expression ?? "";
}

function withState(comment: string | null, well: boolean, state: string): string {
  return [...(well ? [] : [`**${state}**`]), ...(comment === null ? [] : [comment])].join(": ");
}

function section(title: string, [header = [], ...rows]: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [`**${title}**`, table(header, rows)];
}

function definedSection(title: string, parts: readonly DefinedSnapshot[]): string[] {
  return section(title, [
    ["name", "definition", "comment"],
    ...parts.map(({ name, definition, comment }) => [code(name), code(definition), text(comment)]),
  ]);
}

function listSection(title: string, header: readonly string[], parts: readonly DefinedSnapshot[]): string[] {
  if (parts.length === 0) return [];
  const rows = parts.map(({ name, definition, comment }) => [code(name), code(definition), text(comment)]);
  return [`## ${title}`, table(header, rows)];
}

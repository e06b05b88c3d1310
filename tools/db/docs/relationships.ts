import type {
  ConstraintSnapshot,
  ReferenceSnapshot,
  TableSnapshot,
} from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";

/** A foreign key, seen as how many rows of each side belong together. */
export interface Relationship {
  readonly constraint: ConstraintSnapshot;
  readonly references: ReferenceSnapshot;
  /** A row may be without the row that it refers to: a column of the key may be NULL. */
  readonly optional: boolean;
  /** At most one row refers to the same row: the key's columns are unique. */
  readonly single: boolean;
  /** The key is part of the primary key. */
  readonly identifying: boolean;
}

/** The relationships of a table to those that its foreign keys refer to. */
export function relationshipsOf(table: TableSnapshot): Relationship[] {
  const primaryKey = table.constraints.find(({ kind }) => kind === "primary key")?.columns ?? [];
  return table.constraints.flatMap((constraint) => {
    const { columns, references } = constraint;
    if (references === null) return [];
    const nullable = (name: string): boolean => table.columns.find((column) => column.name === name)?.nullable ?? true;
    return [
      {
        constraint,
        references,
        optional: columns.some(nullable),
        single: isUnique(table, columns),
        identifying: columns.every((name) => primaryKey.includes(name)),
      },
    ];
  });
}

/** Whether no two rows of the table have the same values, none of them NULL, in these columns. */
export function isUnique(table: TableSnapshot, columns: readonly string[]): boolean {
  return table.indexes.some(
    (index) =>
      index.unique &&
      index.valid &&
      !index.partial &&
      index.columns.every((column) => column !== null && columns.includes(column)),
  );
}

/** The cardinality in words: of rows that refer to one row, and of rows that one refers to. */
export function cardinalityOf({ optional, single }: Relationship): string {
  return `${single ? "0..1" : "0..n"} to ${optional ? "0..1" : "1"}`;
}

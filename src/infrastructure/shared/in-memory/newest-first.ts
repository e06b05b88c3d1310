interface Created {
  readonly createdAt: Date;
  readonly id: string;
}

/** Sorts as `ORDER BY created_at DESC, id DESC` does. */
export function newestFirst(one: Created, other: Created): number {
  return other.createdAt.getTime() - one.createdAt.getTime() || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);
}

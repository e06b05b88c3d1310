/** A name with its schema as SQL has it: quoted where it needs to be. */
export function identifier(...parts: readonly string[]): string {
  // Quoted once too often does no harm, so that the keywords needn't be known.
  return parts.map((part) => (/^[a-z_][a-z0-9_]*$/.test(part) && !keywords.has(part) ? part : quoted(part))).join(".");
}

const keywords = new Set(
  (
    "all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create " +
    "current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else " +
    "end except false fetch for foreign from grant group having in initially intersect into lateral leading limit " +
    "localtime localtimestamp not null offset on only or order placing primary references returning select " +
    "session_user some symmetric system_user table then to trailing true union unique user using variadic when where " +
    "window with authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull " +
    "join left like natural notnull outer overlaps right similar tablesample verbose"
  ).split(" "),
);

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL has it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The statement that gives `object` its comment, where it has one. */
export function withComment(object: string, comment: string | null): string[] {
  return comment === null ? [] : [`COMMENT ON ${object} IS ${literal(comment)};`];
}

/** The statements of `grants`, as the catalog snapshot has them, with the object they are about. */
export function withGrants(object: string, grants: readonly string[]): string[] {
  return grants.map((grant) => `${grant.replace(/ (TO|FROM) /, ` ON ${object} $1 `)};`);
}

/** The same things with what each uses before it, otherwise in their order; `key` names them, `uses` by those names. */
export function inOrderOfUse<T extends { readonly key: string }>(
  things: readonly T[],
  uses: (thing: T) => readonly string[],
): T[] {
  const byKey = new Map(things.map((thing) => [thing.key, thing]));
  const ordered = new Set<T>();
  const visited = new Set<T>();
  const visit = (thing: T): void => {
    if (visited.has(thing)) return;
    visited.add(thing);
    for (const key of uses(thing)) {
      const used = byKey.get(key.replaceAll('"', ""));
      if (used !== undefined) visit(used);
    }
    ordered.add(thing);
  };
  for (const thing of things) visit(thing);
  return [...ordered];
}

import type { Person } from "./people.ts";

/** A value and the field, parameter or header that held it. `parent` is the field around it. */
interface Found {
  readonly name: string;
  readonly parent: string | undefined;
  readonly value: string | number;
}

/** What one successful exchange was about: values that belong together, and who asked. */
export interface Recollection {
  readonly by: Person | undefined;
  readonly values: ReadonlyMap<string, readonly (string | number)[]>;
}

export interface Matches {
  /** Those that have values for the most of the names. */
  readonly most: readonly Recollection[];
  readonly byOperation: readonly (readonly Recollection[])[];
}

const mostPerOperation = 10;
const mostPerTerm = 6;

/** What was learned of earlier answers, the newest of each operation: ids that exist, tokens, cursors, ETags. */
export class Memory {
  readonly #byOperation = new Map<string, Recollection[]>();
  readonly #collections: ReadonlySet<string>;

  /** @param paths of the document, by which a part of a path is known to be a collection: `things` in `/things/{id}` */
  constructor(paths: readonly string[]) {
    this.#collections = new Set(paths.flatMap((path) => [...path.matchAll(/([^/{}]+)\/\{/g)].map(([, name]) => name!)));
  }

  /** @param parts whatever was sent and came back, in which values are looked for */
  remember(operation: { readonly name: string; readonly path: string }, by: Person | undefined, parts: unknown): void {
    const values = new Map<string, (string | number)[]>();
    for (const { name, parent, value } of valuesIn(parts)) {
      for (const term of this.#termsOf(name, parent ?? this.#collectionOf(operation.path))) {
        const known = values.get(term) ?? [];
        if (known.length < mostPerTerm && !known.includes(value)) values.set(term, [...known, value]);
      }
    }
    if (values.size === 0) return;
    const recollections = this.#byOperation.get(operation.name) ?? [];
    this.#byOperation.set(operation.name, [{ by, values }, ...recollections].slice(0, mostPerOperation));
  }

  /** The recollections that have a value for one of these names at least, by the operation they come from. */
  about(names: readonly string[], path: string): Matches {
    const terms = names.map((name) => this.#termsOf(name, this.#collectionOf(path, name)));
    const countOf = ({ values }: Recollection) => terms.filter((some) => some.some((term) => values.has(term))).length;
    const counted = [...this.#byOperation.values()].map((recollections) =>
      recollections.map((one) => ({ one, count: countOf(one) })).filter(({ count }) => count > 0),
    );
    const highest = Math.max(0, ...counted.flat().map(({ count }) => count));
    return {
      most: counted.flat().flatMap(({ one, count }) => (count === highest ? [one] : [])),
      byOperation: counted.map((group) => group.map(({ one }) => one)).filter((group) => group.length > 0),
    };
  }

  /** What a recollection, or all of them, know under a name. */
  valuesOf(name: string, path: string, of?: Recollection): readonly (string | number)[] {
    const terms = this.#termsOf(name, this.#collectionOf(path, name));
    const recollections = of === undefined ? [...this.#byOperation.values()].flat() : [of];
    return [...new Set(recollections.flatMap(({ values }) => terms.flatMap((term) => values.get(term) ?? [])))];
  }

  /** Of what a path is: for one of its parameters what stands before it, else its last part that is a collection. */
  #collectionOf(path: string, parameter?: string): string {
    const parts = path.split("/");
    const place = parts.indexOf(`{${parameter}}`);
    if (place > 0) return parts[place - 1] ?? "";
    const fixed = parts.filter((part) => part !== "" && !part.startsWith("{"));
    return fixed.findLast((part) => this.#collections.has(part)) ?? fixed.at(-1) ?? "";
  }

  /**
   * What a value is called wherever it occurs: `userId`, the `id` of `/users/{id}` and `id` in an answer of `/users` are all
   * a `user`, and that of `/invitation-links/{linkId}` is a `link`; `currentPassword` is a `password` too.
   */
  #termsOf(name: string, collection: string): readonly string[] {
    if (/^ids?$/.test(name)) {
      return [singular(this.#collections.has(collection) ? collection.replace(/^.*-/, "") : collection)];
    }
    const plain = name.replace(/Ids?$/, "");
    const lastWord = /[A-Z]?[^A-Z]*$/.exec(plain)?.[0].toLowerCase() ?? plain;
    return [...new Set([plain, lastWord])];
  }
}

function singular(plural: string): string {
  return plural.replace(/ies$/, "y").replace(/(?<!s)s$/, "");
}

/** A list called `items` says nothing of what is in it. */
const namesNothing = "items";

function* valuesIn(part: unknown, name = "", parent?: string): Generator<Found> {
  if ((typeof part === "string" && part !== "") || typeof part === "number") yield { name, parent, value: part };
  if (typeof part !== "object" || part === null) return;
  const inside = name === namesNothing || name === "" ? parent : name;
  if (Array.isArray(part)) for (const element of part) yield* valuesIn(element, name, parent);
  else for (const [field, value] of Object.entries(part)) yield* valuesIn(value, field, inside);
}

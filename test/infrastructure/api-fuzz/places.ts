/** Where something is inside a JSON value. */
export type Place = readonly (string | number)[];

/** All places inside `value`, that of the whole first. */
export function placesIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [place];
  const inside = Array.isArray(value) ? value.map((element, at) => [at, element] as const) : Object.entries(value);
  return [place, ...inside.flatMap(([key, child]) => placesIn(child, [...place, key]))];
}

export function valueAt(value: unknown, place: Place): unknown {
  return place.reduce((from, key) => (from as Record<string | number, unknown>)[key], value);
}

/** A copy of `value` in which what is at `place` is changed; `undefined` takes it away. */
export function changedAt(value: unknown, place: Place, change: (part: unknown) => unknown): unknown {
  const [key, ...inside] = place;
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((element: unknown, at) => (at === key ? changedAt(element, inside, change) : element));
  const entries = Object.entries(value as object).map(([name, child]) => {
    return [name, name === key ? changedAt(child, inside, change) : child] as const;
  });
  return Object.fromEntries(entries.filter(([, child]) => child !== undefined));
}

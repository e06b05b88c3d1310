import { InvalidValue } from "./domain-error.ts";

declare const kind: unique symbol;

/** A UUID of one kind of thing: a `UserId` is not an `OrderId`, though both are strings. */
export type Id<Kind extends string> = string & { readonly [kind]: Kind };

export class InvalidId extends InvalidValue {
  readonly code = "invalid-id";

  constructor(text: string) {
    super(`An id must be a UUID, but is ${JSON.stringify(text.slice(0, 50))}.`);
  }
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Reads an id from outside. @throws InvalidId */
export function parseId<Kind extends string>(text: string): Id<Kind> {
  if (!uuid.test(text)) throw new InvalidId(text);
  return text.toLowerCase() as Id<Kind>;
}

import fc from "fast-check";
import { Email } from "#domain/shared/email.ts";
import { type Id, parseId } from "#domain/shared/id.ts";

/** An id: a UUID of any version. */
export const anId = <Kind extends string>(): fc.Arbitrary<Id<Kind>> => fc.uuid().map((uuid) => parseId<Kind>(uuid));

/** A time of the years 1 to 9999, to the millisecond. */
export const aTime = (): fc.Arbitrary<Date> =>
  fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });

/** A text that can be stored: letters of all languages, emoji, signs; no NUL and no half of a surrogate pair. */
export const aText = (length: { readonly minLength?: number; readonly maxLength: number }): fc.Arbitrary<string> =>
  fc
    .string({ unit: "binary", ...length })
    .map((text) => text.slice(0, length.maxLength).toWellFormed().replaceAll("\0", " "));

/** An e-mail address that `Email.parse` takes, in small and capital letters. */
export const anEmail = (): fc.Arbitrary<string> =>
  fc
    .tuple(fc.emailAddress(), fc.boolean())
    .map(([address, capital]) => (capital ? address.toUpperCase() : address))
    .filter((address) => succeeds(() => Email.parse(address)));

/** For `fc.record`: objects as everybody writes them. Those without a prototype are not strictly equal to what is read. */
export const plain = { noNullPrototype: true } as const;

/** Whether `parse` takes it: for `filter`, where the rule of the domain is easier asked than repeated. */
export function succeeds(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

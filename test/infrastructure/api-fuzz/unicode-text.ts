import fc from "fast-check";

const character = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.integer({ min: 1, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
);

/**
 * Characters of all languages, signs and control characters; no NUL and no half of a surrogate pair. Lengths count
 * characters, as schemas do. `fc.string({ unit: "binary" })` is the same, and takes seconds to be made.
 */
export function unicodeText(length: { readonly minLength?: number; readonly maxLength: number }): fc.Arbitrary<string> {
  return fc.array(character, length).map((characters) => String.fromCodePoint(...characters));
}

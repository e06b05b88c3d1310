import { expect, test } from "vitest";
import { isOneLine } from "#domain/shared/one-line.ts";

test.for(["", "Ada Lovelace", "José 🦉", "a\u00a0b"])("%j stands on one line", (text) => {
  expect(isOneLine(text)).toBe(true);
});

test.for(["a\nb", "a\tb", "\0", "a\u0085b", "half \ud83e", "\udd89 half"])("%j doesn't, or can't be stored", (text) => {
  expect(isOneLine(text)).toBe(false);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Email, InvalidEmail } from "#domain/shared/email.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const word = (punctuation: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...`${letters}${punctuation}`.split("")), minLength: 1, maxLength });
const label = word("", 20);
const validEmails = fc
  .tuple(
    word(".!#$%&'*+/=?^_`{|}~-", 64),
    fc.array(label, { minLength: 1, maxLength: 4 }),
    fc.constantFrom("com", "IO", "co.uk"),
  )
  .map(([local, labels, end]) => `${local}@${labels.join(".")}.${end}`);

describe("an e-mail address", () => {
  test("is written as it was given", () => {
    fc.assert(
      fc.property(validEmails, (text) => {
        expect(Email.parse(text).toString()).toBe(text);
      }),
    );
  });

  test("equals itself in any case", () => {
    fc.assert(
      fc.property(validEmails, (text) => {
        const email = Email.parse(text);
        expect(email.equals(Email.parse(text.toUpperCase()))).toBe(true);
        expect(Email.parse(text.toLowerCase()).equals(email)).toBe(true);
      }),
    );
  });

  test("doesn't equal another one", () => {
    fc.assert(
      fc.property(validEmails, (text) => {
        expect(Email.parse(text).equals(Email.parse(`${text}.org`))).toBe(false);
      }),
    );
  });

  test("loses the spaces around it", () => {
    expect(Email.parse(" \tada@example.com\n").toString()).toBe("ada@example.com");
  });

  test.for([
    ["64 characters before the @", `${"a".repeat(64)}@example.com`],
    ["254 characters in all", `${"a".repeat(64)}@${`${"b".repeat(59)}.`.repeat(3)}${"c".repeat(9)}`],
    ["63 characters between two dots", `ada@${"b".repeat(63)}.com`],
    ["an international domain in its ASCII form", "ada@xn--bcher-kva.example"],
  ])("may have %s", ([, text]) => {
    expect(Email.parse(text!).toString()).toBe(text);
  });
});

describe("what isn't an e-mail address never becomes one", () => {
  test.for([
    ["nothing", ""],
    ["no @", "ada.example.com"],
    ["nothing before the @", "@example.com"],
    ["nothing behind the @", "ada@"],
    ["two @", "ada@home@example.com"],
    ["a domain without a dot", "ada@localhost"],
    ["an empty part of the domain", "ada@example..com"],
    ["a hyphen at the end of a part", "ada@example-.com"],
    ["a hyphen at the beginning of a part", "ada@-example.com"],
    ["a number as the last part", "ada@127.0.0.1"],
    ["a space inside", "ada lovelace@example.com"],
    ["a second line", "ada@example.com\nbcc: eve@example.com"],
    ["a comma", "ada,eve@example.com"],
    ["a NUL", "ada\0@example.com"],
    ["a letter beyond ASCII", "adä@example.com"],
    ["a letter that becomes ASCII in lower case", "ada@\u{212A}elvin.com"],
    ["65 characters before the @", `${"a".repeat(65)}@example.com`],
    ["64 characters between two dots", `ada@${"b".repeat(64)}.com`],
    ["255 characters in all", `${"a".repeat(64)}@${`${"b".repeat(59)}.`.repeat(3)}${"c".repeat(10)}`],
    ["a name beside it", "Ada <ada@example.com>"],
  ])("%s", ([, text]) => {
    expect(() => Email.parse(text!)).toThrow(InvalidEmail);
  });

  test("whatever it is, it is refused by name, or one address on one line", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.emailAddress()), (text) => {
        const address = parsed(text);
        expect(address === undefined || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)).toBe(true);
      }),
    );
  });
});

function parsed(text: string): string | undefined {
  try {
    return Email.parse(text).toString();
  } catch (error) {
    if (error instanceof InvalidEmail) return undefined;
    throw error;
  }
}

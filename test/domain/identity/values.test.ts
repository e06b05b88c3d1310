import { format, inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOutsideIdentity, InvalidPassword, InvalidPersonName, InvalidRole } from "#domain/identity/errors.ts";
import { parseOutsideIdentity } from "#domain/identity/outside-identity.ts";
import { Password } from "#domain/identity/password.ts";
import { PersonName } from "#domain/identity/person-name.ts";
import { parseUserRole } from "#domain/identity/user.ts";

const halfSurrogatePair = "\uD83E";

describe("a person's name", () => {
  test.for(["Ada Lovelace", "李", "Zoë 🦊", "O'Neil", "a".repeat(200)])("may be %s", (text) => {
    expect(PersonName.parse(text).toString()).toBe(text);
  });

  test("loses the spaces around it", () => {
    expect(PersonName.parse("\u00A0 Ada Lovelace \n").toString()).toBe("Ada Lovelace");
  });

  test.for([
    ["nothing", ""],
    ["spaces only", " \t\u3000"],
    ["201 characters", "a".repeat(201)],
    ["a line break inside", "Ada\nLovelace"],
    ["a NUL", "Ada\0Lovelace"],
    ["an escape character", "\u001B[31mAda"],
    ["half a surrogate pair, which no database stores as it is", `Ada ${halfSurrogatePair}`],
  ])("is refused: %s", ([, text]) => {
    expect(() => PersonName.parse(text!)).toThrow(InvalidPersonName);
  });
});

describe("a password", () => {
  test.for(["ten chars!", "  spaces stay  ", "пароль-пароль", "x".repeat(200)])("is taken as it is: %s", (text) => {
    expect(Password.parse(text).reveal()).toBe(text);
  });

  test.for([
    ["", 0],
    ["x", 9],
    ["x", 201],
  ] as const)("is refused: %j × %i", ([character, count]) => {
    expect(() => Password.parse(character.repeat(count))).toThrow(InvalidPassword);
  });

  test("shows itself to nobody who doesn't ask", () => {
    const password = Password.parse("correct horse battery");
    expect([JSON.stringify({ password }), inspect(password), format("%s", password)].join()).not.toContain("horse");
  });
});

describe("an outside identity", () => {
  test("has a provider and a subject", () => {
    expect(parseOutsideIdentity("workos", "user_01|ü")).toEqual({ provider: "workos", subject: "user_01|ü" });
    expect(parseOutsideIdentity(`a${"-".repeat(49)}`, "s".repeat(255)).subject).toHaveLength(255);
  });

  test.for([
    ["no provider", "", "1"],
    ["a provider in capitals", "WorkOS", "1"],
    ["a provider that begins with a hyphen", "-workos", "1"],
    ["a provider of two lines", "workos\n", "1"],
    ["a provider of 51 characters", "a".repeat(51), "1"],
    ["no subject", "workos", ""],
    ["a subject of 256 characters", "workos", "s".repeat(256)],
    ["a subject with a NUL", "workos", "1\0"],
    ["a subject with half a surrogate pair", "workos", halfSurrogatePair],
  ])("is refused: %s", ([, provider, subject]) => {
    expect(() => parseOutsideIdentity(provider!, subject!)).toThrow(InvalidOutsideIdentity);
  });
});

describe("a role", () => {
  test.for(["member", "admin"])("is %s", (role) => {
    expect(parseUserRole(role)).toBe(role);
  });

  test("is nothing else, and the error tells what it may be", () => {
    for (const text of ["", "Admin", "owner", "toString"]) expect(() => parseUserRole(text)).toThrow(InvalidRole);
    expect(() => parseUserRole("owner")).toThrow("member, admin");
  });
});

test("a text that a name or a subject takes has no half surrogate pairs and no control characters", () => {
  const anyText = fc.string({
    unit: fc.oneof(
      fc.nat(0xffff).map((code) => String.fromCharCode(code)),
      fc.constant("a"),
    ),
  });
  const storable = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text);
  fc.assert(
    fc.property(anyText, (text) => {
      const taken = [
        attempt(() => PersonName.parse(text).toString()),
        attempt(() => parseOutsideIdentity("p", text).subject),
      ];
      expect(taken.every((accepted) => accepted === undefined || storable(accepted))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

function attempt(parse: () => string): string | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof InvalidPersonName || error instanceof InvalidOutsideIdentity) return undefined;
    throw error;
  }
}

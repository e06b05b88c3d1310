import { expect, test } from "vitest";
import { InvalidMemberRole, InvalidSlug, InvalidText } from "#domain/organization/errors.ts";
import { parseMemberRole } from "#domain/organization/member.ts";
import { parseName, parseSlug } from "#domain/organization/text.ts";

test.for(["ab", "acme", "acme-berlin", "4-you", "x".repeat(50)])("%s is a slug", (text) => {
  expect(parseSlug(text)).toBe(text);
});

test.for(["", "a", "Acme", "-acme", "acme-", "a--b", "a b", "ä-b", "acme\n", "x".repeat(51)])(
  "%j is no slug",
  (text) => {
    expect(() => parseSlug(text)).toThrow(InvalidSlug);
  },
);

test("a role is one of those that there are", () => {
  expect(parseMemberRole("owner")).toBe("owner");
  expect(() => parseMemberRole("Owner")).toThrow(InvalidMemberRole);
});

test("a text that is refused is called by its name", () => {
  expect(parseName(" org_1 ", "external id")).toBe("org_1");
  for (const bad of [" ", "x".repeat(201), "a\u0007"]) {
    expect(() => parseName(bad, "external id")).toThrow(InvalidText);
    expect(() => parseName(bad, "external id")).toThrow("The external id must have 1 to 200 characters");
  }
});

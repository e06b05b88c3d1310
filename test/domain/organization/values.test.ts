import { expect, test } from "vitest";
import { InvalidMemberRole, InvalidSlug } from "#domain/organization/errors.ts";
import { parseMemberRole } from "#domain/organization/member.ts";
import { parseSlug } from "#domain/organization/text.ts";

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

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidId, parseId } from "#domain/shared/id.ts";

describe("an id", () => {
  test("is any UUID, in lower case, so that two of the same are equal", () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(parseId(uuid)).toBe(uuid);
        expect(parseId(uuid.toUpperCase())).toBe(uuid);
      }),
    );
  });

  test.for([
    "",
    "1",
    "not-a-uuid",
    "0197a8f0c0007000800000000000000a",
    "{0197a8f0-c000-7000-8000-00000000000a}",
    " 0197a8f0-c000-7000-8000-00000000000a",
    "0197a8f0-c000-7000-8000-00000000000a\n",
    "0197a8f0-c000-7000-8000-00000000000g",
  ])("is not %j", (text) => {
    expect(() => parseId(text)).toThrow(InvalidId);
  });

  test("that is wrong and very long isn't repeated in full", () => {
    expect(() => parseId("x".repeat(10_000))).toThrow(new InvalidId("x".repeat(50)));
  });
});

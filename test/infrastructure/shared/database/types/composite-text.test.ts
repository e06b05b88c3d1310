import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseComposite, serializeComposite } from "#infrastructure/shared/database/types/composite-text.ts";

describe("a composite value", () => {
  test.each([
    ["(1,2)", ["1", "2"]],
    ["(,)", [null, null]],
    ['("",a)', ["", "a"]],
    [String.raw`("a ""b"" \\ \"c",NULL)`, [String.raw`a "b" \ "c`, "NULL"]],
    ['("(1,)","{a,b}")', ["(1,)", "{a,b}"]],
    ["( x )", [" x "]],
  ])("reads %s", (text, fields) => {
    expect(parseComposite(text)).toStrictEqual(fields);
  });

  test.each(["(1", '("a', '("a""', "("])("a text that is cut off (%o) is refused", (text) => {
    expect(() => parseComposite(text)).toThrow("The text of a composite value ends");
  });

  test("any strings and NULLs come back as they were written", () => {
    const field = fc.option(fc.oneof(fc.string(), fc.constantFrom("", '"', "\\", "(", ")", ",", " ", "\n")));
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (fields) => {
        expect(parseComposite(serializeComposite(fields))).toStrictEqual(fields);
      }),
    );
  });
});

import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

const dropColumn = "ALTER TABLE shop.orders DROP COLUMN note;";

test("a header allows a rule for its file", async () => {
  expect(await lintOf([dropColumn])).toMatchObject([{ rule: "squawk/ban-drop-column" }]);
  expect(await lintOf([`-- lint: allow squawk/ban-drop-column: no version reads it\n${dropColumn}`])).toEqual([]);
  expect(await lintOf([`-- lint: allow squawk/ban-drop-column no version reads it\n${dropColumn}`])).toEqual([]);
});

test.each([
  ["without a reason", `-- lint: allow squawk/ban-drop-column\n${dropColumn}`, "the reason why"],
  ["without a reason behind its colon", `-- lint: allow squawk/ban-drop-column:\n${dropColumn}`, "the reason why"],
  ["below the first statement", `${dropColumn}\n-- lint: allow squawk/ban-drop-column: x`, "below the first statement"],
  ["in squawk's own words", `-- squawk-ignore ban-drop-column\n${dropColumn}`, "squawk's own comments"],
])("an allowance %s is a finding", async (_, sql, message) => {
  const findings = await lintOf([sql]);
  expect(findings).toContainEqual(
    expect.objectContaining({ rule: "header", message: expect.stringContaining(message) }),
  );
});

test("an allowance that nothing needs, that names no rule or that is said twice is a finding", async () => {
  const findings = await lintOf([
    "-- lint: allow unnamed: x\n-- lint: allow no-such-rule: x\nSELECT 1;",
    `-- lint: allow squawk/ban-drop-column: x\n-- lint: allow squawk/ban-drop-column: y\n${dropColumn}`,
  ]);
  expect(findings.map(({ rule, message, line }) => [rule, line, message])).toEqual([
    ["header", 1, "Nothing in this file breaks unnamed."],
    ["header", 2, "There is no rule no-such-rule."],
    ["header", 2, "The header allows squawk/ban-drop-column twice."],
  ]);
});

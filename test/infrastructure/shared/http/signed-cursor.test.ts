import { Type } from "@sinclair/typebox";
import { describe, expect, test } from "vitest";
import { RequestFault } from "#infrastructure/shared/http/request-fault.ts";
import { signedCursorOf } from "#infrastructure/shared/http/signed-cursor.ts";

const Place = Type.Object({ id: Type.String({ maxLength: 10 }) }, { additionalProperties: false });
const cursor = signedCursorOf(Place, "a secret");
const place = { id: "a" };
const text = cursor.encode(place, "by name");

test("a signed cursor leads back to its place in its list", () => {
  expect(cursor.decode(text, "by name")).toEqual(place);
});

describe("a signed cursor is refused", () => {
  const [, signature = ""] = text.split(".");
  const other = Buffer.from(JSON.stringify({ id: "b" })).toString("base64url");
  test.for<[string, string, string]>([
    ["for another list", text, "by price"],
    ["with another place", `${other}.${signature}`, "by name"],
    ["without a signature", text.slice(0, text.indexOf(".")), "by name"],
    ["with a shorter signature", text.slice(0, -1), "by name"],
    ["with more behind it", `${text}.`, "by name"],
    ["when it is empty", "", "by name"],
    ["when it was made with another secret", signedCursorOf(Place, "another").encode(place, "by name"), "by name"],
    ["when its list only looks alike", cursor.encode(place, "y name"), "by name"],
    ["when it doesn't fit the schema", cursor.encode({ id: "longer than ten" }, "by name"), "by name"],
  ])("%s", ([, given, list]) => {
    expect(() => cursor.decode(given, list)).toThrow(RequestFault);
    expect(() => cursor.decode(given, list)).toThrow("start without one");
  });
});

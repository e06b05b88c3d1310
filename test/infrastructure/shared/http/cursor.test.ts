import { Type } from "@sinclair/typebox";
import { describe, expect, test } from "vitest";
import { cursorOf } from "#infrastructure/shared/http/cursor.ts";
import { RequestFault } from "#infrastructure/shared/http/request-fault.ts";

const Place = Type.Object(
  {
    createdAt: Type.String({ format: "date-time" }),
    id: Type.String({ format: "uuid" }),
    name: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
const cursor = cursorOf(Place);
const place = { createdAt: "2026-01-02T03:04:05.678Z", id: "0192f5d0-0000-7000-8000-000000000000", name: "Ada 🪑" };
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a cursor comes back as the place that it was made of, and fits into an URL", () => {
  expect(cursor.encode(place)).toMatch(/^[\w-]+$/);
  expect(cursor.decode(cursor.encode(place))).toEqual(place);
});

describe("a cursor is refused that", () => {
  test.for([
    ["is empty", ""],
    ["is no base64", "%%%"],
    ["is no JSON", Buffer.from("{").toString("base64url")],
    ["is null", encode(null)],
    ["lacks a field", encode({ id: place.id })],
    ["has a field too many", encode({ ...place, role: "admin" })],
    ["holds a wrong format", encode({ ...place, id: "1" })],
    ["holds another type", encode({ ...place, createdAt: 5 })],
    ["holds NUL", encode({ ...place, name: "\0" })],
    ["is invalid UTF-8", Buffer.from([0xff, 0xfe]).toString("base64url")],
  ])("%s", ([, text = ""]) => {
    let thrown: unknown;
    try {
      cursor.decode(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RequestFault);
    expect(thrown).toMatchObject({ status: 400, code: "invalid-cursor" });
  });
});

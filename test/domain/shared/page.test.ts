import { expect, test } from "vitest";
import { toPage } from "#domain/shared/page.ts";

const placeOf = (item: string) => `behind ${item}`;

test("a page has as many as asked for, and goes on behind its last one where more were found", () => {
  expect(toPage(["a", "b", "c"], 2, placeOf)).toEqual({ items: ["a", "b"], next: "behind b" });
});

test.for([[["a", "b"]], [["a"]], [[]]] as const)("with %j found for a page of two it is the last one", ([found]) => {
  expect(toPage(found, 2, placeOf)).toEqual({ items: found, next: undefined });
});

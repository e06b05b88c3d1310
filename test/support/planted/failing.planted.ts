import { expect } from "vitest";
import { test } from "#test/support/fixtures.ts";

test("looks for a row that is missing", async ({ db }) => {
  expect(db.name).toBe("another");
});

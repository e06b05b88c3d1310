import { expect } from "vitest";
import { test } from "#test/support/fixtures.ts";

test("has a database", async ({ db }) => {
  expect(db.name).toContain("test");
});

import { expect } from "vitest";
import { test } from "#test/support/shared-db.ts";

test.concurrent("runs beside another", async ({ db }) => {
  expect(db).toBeDefined();
});

test.concurrent("runs beside it too", async ({ app }) => {
  expect(app).toBeDefined();
});

import { expect } from "vitest";
import { test } from "#test/support/shared-db.ts";

const ada = { email: "ada@example.com", name: "Ada Lovelace", password: "correct horse battery" };

test("writes and fails", async ({ app }) => {
  await app.identity.registerUser(ada);
  expect(app).toBeUndefined();
});

test("writes the same and succeeds", async ({ app }) => {
  await app.identity.registerUser(ada);
});

import { test } from "#test/support/fixtures.ts";

test("never ends", { timeout: 150_000 }, async ({ db }) => {
  console.log(`hanging on ${db.name}`);
  await new Promise(() => {});
});

import { test } from "#test/support/fixtures.ts";

test("never ends", { timeout: 60_000 }, async ({ db }) => {
  console.log(`hanging on ${db.name}`);
  await new Promise(() => {});
});

import { expect } from "vitest";
import { identity } from "#infrastructure/identity/module.ts";
import { shared } from "#infrastructure/shared/module.ts";
import { test } from "#test/support/identity/people.ts";

test("a test can put other things in the place of what a context consists of", async ({ startService }) => {
  const { http } = await startService({
    customize: (container) =>
      container.replace(shared.verifyAccessToken, () => async () => ({ userId: "1", sessionId: "2", role: "admin" })),
  });
  expect(await http.get("/v1/users", { token: "anything" })).toMatchObject({ status: 200, body: { total: 0 } });
});

test("what the container makes for HTTP is what tests get from it", async ({ service, people }) => {
  const { id } = await people.member({ name: "Ada" });
  const users = await service.container.resolve(identity.useCases).listUsers({ deleted: false, limit: 5 });
  expect(users).toMatchObject({ total: 1, items: [{ id, name: "Ada" }] });
});

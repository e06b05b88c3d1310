import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { parseId } from "#domain/shared/id.ts";
import { identity } from "#infrastructure/identity/module.ts";
import { serviceRole } from "#infrastructure/shared/database/migrations/database-roles.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { test as base } from "#test/support/identity/people.ts";

const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
const [, promotion = ""] = /^## The first administrator$.*?^```sql\n(.*?)^```$/ms.exec(readme) ?? [];

const test = base.extend("client", async ({ db }, { onCleanup }) => {
  const client = await connectPlainly(db.url, "test of the first administrator");
  onCleanup(() => client.end());
  return client;
});

test("the first administrator is made as the README says, with no more rights than the service has", async ({
  client,
  http,
  people,
  service,
}) => {
  const ada = await people.member({ email: "Ada@example.com" });
  await people.member();
  await client.query(`SET ROLE ${serviceRole}`);
  expect((await client.query(promotion)).rowCount, "anybody could have taken an address that isn't verified").toBe(0);

  const users = service.container.resolve(identity.users);
  await users.update(parseId(ada.id), (user) => user.verifyEmail());
  expect((await client.query(promotion)).rowCount).toBe(1);
  const { accessToken: token } = await people.logIn(ada);
  expect(await http.get("/v1/users?role=admin", { token })).toMatchObject({
    body: { items: [{ id: ada.id }], total: 1 },
  });
  expect((await http.get("/v1/me", { token })).headers.get("etag")).toBe('"3"');
  expect((await client.query(promotion)).rowCount, "twice is as good as once").toBe(0);

  await client.query("RESET ROLE");
  const { rows } = await client.query(
    "SELECT version, position, type, data FROM identity.events WHERE aggregate_id = $1 AND version > 2",
    [ada.id],
  );
  expect(rows).toEqual([{ version: 3, position: 1, type: "UserRoleChanged", data: { role: "admin" } }]);
});

import { expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { test } from "#test/support/organization/members.ts";
import { aPerson } from "#test/support/token-bearers.ts";

const path = "/v1/me/integrations";

test("a user connects and disconnects integrations; an account that isn't given stays, null clears it", async ({
  http,
}) => {
  const { token } = aPerson();
  const connect = async (body: object) => {
    expect(await http.put(`${path}/slack`, body, { token })).toMatchObject({ status: 204 });
    const list = await http.get<{ items: readonly { key: string }[] }>(path, { token });
    return list.body.items.find(({ key }) => key === "slack");
  };
  const connectedAt = expect.stringMatching(/Z$/);
  expect(await connect({ account: "ada" })).toEqual({ key: "slack", name: "Slack", connectedAt, account: "ada" });
  expect(await connect({})).toMatchObject({ account: "ada" });
  expect(await connect({ account: null })).toMatchObject({ connectedAt, account: null });

  const other = aPerson();
  expect(await http.get(path, { token: other.token })).toMatchObject({
    body: { items: [{ connectedAt: null }, { connectedAt: null }, { connectedAt: null }] },
  });
  expect(await http.delete(`${path}/slack`, { token })).toMatchObject({ status: 204 });
  expect(await http.delete(`${path}/slack`, { token })).toMatchObject(problem(404, "integration-not-found"));
  expect(await http.put(`${path}/fax`, {}, { token })).toMatchObject(problem(404, "integration-not-found"));
  const blank = await http.put<{ detail: string }>(`${path}/slack`, { account: " " }, { token });
  expect(blank).toMatchObject(problem(422, "invalid-text"));
  expect(blank.body.detail).toContain("The account must have 1 to 200 characters");
  expect(await http.put(`${path}/slack`, { account: 1 }, { token })).toMatchObject(problem(400, "invalid-request"));
});

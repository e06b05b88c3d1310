import { describe, expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { created, test } from "#test/support/organization/members.ts";

const room = { name: "Room 1", layout: "boardroom", capacity: 12, description: "On the second floor" };

interface ListBody {
  readonly items: readonly { readonly name: string }[];
  readonly nextCursor: string | null;
}

describe("a room", () => {
  test("is added, read, changed in part and removed", async ({ http, acme }) => {
    const { token } = acme.admin;
    const added = await http.post<{ id: string }>(`${acme.path}/rooms`, room, { token });
    expect(added).toMatchObject({ status: 201, body: room });
    expect(added.headers.get("etag")).toBe('"1"');
    const path = `${acme.path}/rooms/${added.body.id}`;
    const change = (fields: object, ifMatch = "*") =>
      http.patch(path, fields, { token, headers: { "if-match": ifMatch } });

    expect(await change({ capacity: 10 }), "what isn't given stays").toMatchObject({ body: { ...room, capacity: 10 } });
    const cleared = await change({ description: null }, '"2"');
    expect(cleared).toMatchObject({ status: 200, body: { name: "Room 1", capacity: 10, description: null } });
    expect(cleared.headers.get("etag")).toBe('"3"');
    expect(await change({ name: "Late" }, '"2"')).toMatchObject(problem(412, "concurrency-conflict"));
    expect(await change({ name: null })).toMatchObject(problem(400, "invalid-request"));
    expect(await change({})).toMatchObject(problem(400, "invalid-request"));
    expect(await change({ description: " " })).toMatchObject(problem(422, "invalid-text"));
    expect(await http.get(path, { token: acme.member.token })).toMatchObject({ status: 200, body: cleared.body });

    expect(await http.delete(path, { token })).toMatchObject({ status: 204 });
    expect(await http.get(path, { token })).toMatchObject(problem(404, "room-not-found"));
  });

  test("has a layout and a capacity that are allowed together", async ({ http, acme }) => {
    const { token } = acme.owner;
    const add = (fields: object) => http.post<{ id: string }>(`${acme.path}/rooms`, { ...room, ...fields }, { token });
    const refused = problem(422, "room-layout-not-allowed");
    expect(await add({ layout: "focus" })).toMatchObject(refused);
    expect(await add({ layout: "banquet" })).toMatchObject(refused);
    expect(await add({ capacity: 100_001 })).toMatchObject(problem(400, "invalid-request"));
    const added = await add({ layout: "focus", capacity: 2 });
    const path = `${acme.path}/rooms/${added.body.id}`;
    expect(await http.patch(path, { capacity: 3 }, { token })).toMatchObject(refused);
    expect(await http.patch(path, { layout: "theater", capacity: 300 }, { token })).toMatchObject({ status: 200 });
  });

  test("is reached through its own organization only, by its members only", async ({ http, acme }) => {
    const { id } = await created<{ id: string }>(http, acme.owner, `${acme.path}/rooms`, room);
    const other = await created<{ id: string }>(http, acme.stranger, "/v1/organizations", { name: "O", slug: "other" });
    const asked = { token: acme.stranger.token };
    const methods = [
      ["GET", undefined],
      ["PATCH", { name: "Mine" }],
      ["DELETE", undefined],
    ] as const;
    for (const [method, body] of methods) {
      const direct = await http.send(method, `${acme.path}/rooms/${id}`, body, asked);
      expect(direct, method).toMatchObject(problem(404, "organization-not-found"));
      const crossed = await http.send(method, `/v1/organizations/${other.id}/rooms/${id}`, body, asked);
      expect(crossed, method).toMatchObject(problem(404, "room-not-found"));
    }
    expect(await http.get(`${acme.path}/rooms`, asked)).toMatchObject(problem(404, "organization-not-found"));
    const member = { token: acme.member.token };
    expect(await http.delete(`${acme.path}/rooms/${id}`, member)).toMatchObject(problem(403, "role-not-sufficient"));
  });
});

test("the rooms are listed with their organization, by name, in pages", async ({ http, acme }) => {
  for (const name of ["C", "A", "B"]) await created(http, acme.admin, `${acme.path}/rooms`, { ...room, name });
  const { token } = acme.member;
  const first = await http.get<ListBody>(`${acme.path}/rooms?limit=2`, { token });
  expect(first.body).toMatchObject({ organization: { id: acme.id, name: "Acme", slug: "acme" } });
  expect(first.body.items.map(({ name }) => name)).toEqual(["A", "B"]);
  const second = await http.get<ListBody>(`${acme.path}/rooms?limit=2&cursor=${first.body.nextCursor}`, { token });
  expect(second.body).toMatchObject({ items: [{ ...room, name: "C" }], nextCursor: null });
  expect(await http.get(`${acme.path}/rooms?cursor=bm8`, { token })).toMatchObject(problem(400, "invalid-cursor"));
});

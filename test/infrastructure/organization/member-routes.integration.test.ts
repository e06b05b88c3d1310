import { describe, expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { test } from "#test/support/organization/members.ts";

interface OrganizationBody {
  readonly members: readonly { readonly userId: string; readonly role: string; readonly joinedAt: string }[];
}

describe("the members of an organization", () => {
  test("are added, changed and removed by owners and admins; nobody else learns that it exists", async ({
    http,
    acme,
  }) => {
    const { path, owner, admin, member, stranger } = acme;
    const add = (by: { token: string }, role: string) =>
      http.post(`${path}/members`, { userId: stranger.id, role }, { token: by.token });
    expect(await add(stranger, "member")).toMatchObject(problem(404, "organization-not-found"));
    expect(await add(member, "member")).toMatchObject(problem(403, "role-not-sufficient"));
    expect(await add(admin, "owner")).toMatchObject(problem(403, "role-not-sufficient"));
    expect(await add(admin, "root")).toMatchObject(problem(400, "invalid-request"));
    expect(await add(admin, "member")).toMatchObject({ status: 201 });
    expect(await add(admin, "member")).toMatchObject(problem(409, "already-member"));

    const role = (by: { token: string }, userId: string, given: string) =>
      http.put<OrganizationBody>(`${path}/members/${userId}/role`, { role: given }, { token: by.token });
    expect((await role(admin, stranger.id, "admin")).body.members.at(-1)).toMatchObject({ role: "admin" });
    expect(await role(admin, stranger.id, "owner")).toMatchObject(problem(403, "role-not-sufficient"));
    expect(await role(owner, owner.id, "member")).toMatchObject(problem(409, "last-owner"));
    expect(await role(owner, acme.id, "member")).toMatchObject(problem(404, "member-not-found"));

    const remove = (by: { token: string }, userId: string) =>
      http.delete(`${path}/members/${userId}`, { token: by.token });
    expect(await remove(member, admin.id)).toMatchObject(problem(403, "role-not-sufficient"));
    expect(await remove(admin, owner.id)).toMatchObject(problem(403, "role-not-sufficient"));
    expect(await remove(owner, owner.id)).toMatchObject(problem(409, "last-owner"));
    expect(await remove(admin, stranger.id)).toMatchObject({ status: 204 });
    expect(await remove(member, member.id)).toMatchObject({ status: 204 });
    expect(await remove(member, member.id)).toMatchObject(problem(404, "organization-not-found"));
  });

  test("are replaced as a whole, at the version that was seen", async ({ http, acme }) => {
    const { path, owner, admin, stranger } = acme;
    const replace = (members: readonly object[], ifMatch = "*", by = owner) =>
      http.put<OrganizationBody>(`${path}/members`, { members }, { token: by.token, headers: { "if-match": ifMatch } });
    const wanted = [
      { userId: owner.id, role: "owner" },
      { userId: stranger.id, role: "member" },
    ];
    expect(await replace(wanted, '"1"')).toMatchObject(problem(412, "concurrency-conflict"));
    expect(await replace(wanted, '"3"')).toMatchObject({ status: 200, body: { members: wanted } });
    expect((await http.get(path, { token: admin.token })).status, "who was left out is out").toBe(404);
    expect(await replace([wanted[1]!])).toMatchObject(problem(409, "last-owner"));
    expect(await replace([...wanted, wanted[1]!])).toMatchObject(problem(422, "duplicate-member"));
    expect(await replace([])).toMatchObject(problem(400, "invalid-request"));
    expect(await replace(wanted, "*", stranger)).toMatchObject(problem(403, "role-not-sufficient"));
    expect(await http.get(path, { token: owner.token })).toMatchObject({ body: { members: wanted } });
  });

  test("are not replaced by who doesn't say which list was seen: somebody who was removed would be back", async ({
    http,
    acme,
  }) => {
    const { path, owner, admin, member } = acme;
    const seen = await http.get<OrganizationBody>(path, { token: owner.token });
    const list = seen.body.members.map(({ userId, role }) => ({ userId, role }));
    await http.delete(`${path}/members/${admin.id}`, { token: owner.token });
    const rest = { members: list.filter(({ userId }) => userId !== member.id) };
    const replace = (headers: Record<string, string>) =>
      http.put(`${path}/members`, rest, { token: owner.token, headers });
    expect(await replace({})).toMatchObject(problem(428, "if-match-required"));
    const stale = { "if-match": seen.headers.get("etag") ?? "" };
    expect(await replace(stale)).toMatchObject(problem(412, "concurrency-conflict"));
    const { members } = (await http.get<OrganizationBody>(path, { token: owner.token })).body;
    expect(members.map(({ userId }) => userId)).toEqual([owner.id, member.id]);
  });

  test("of two owners who leave at once one stays", async ({ http, acme }) => {
    const { path, owner, admin } = acme;
    await http.put(`${path}/members/${admin.id}/role`, { role: "owner" }, { token: owner.token });
    const answers = await Promise.all(
      [owner, admin].map(({ id, token }) => http.delete(`${path}/members/${id}`, { token })),
    );
    const [gone, kept] = answers.toSorted((one, other) => one.status - other.status);
    expect(gone).toMatchObject({ status: 204 });
    expect(kept).toMatchObject(problem(409, "last-owner"));
  });
});

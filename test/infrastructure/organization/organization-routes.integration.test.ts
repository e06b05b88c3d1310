import { describe, expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { created, test } from "#test/support/organization/members.ts";
import { aPerson } from "#test/support/token-bearers.ts";

interface ListBody {
  readonly items: readonly { readonly id: string; readonly slug: string }[];
  readonly nextCursor: string | null;
}

describe("an organization", () => {
  test("is created by its owner, with a slug that nobody else has", async ({ http }) => {
    const { token, id } = aPerson();
    const answer = await http.post(
      "/v1/organizations",
      { name: " Acme ", slug: "acme", externalId: "org_1" },
      { token },
    );
    expect(answer).toMatchObject({ status: 201, body: { members: [{ userId: id, role: "owner" }] } });
    expect(answer.body).toEqual({
      id: expect.any(String),
      name: "Acme",
      slug: "acme",
      externalId: "org_1",
      initialized: false,
      createdAt: expect.stringMatching(/Z$/),
      members: [{ userId: id, role: "owner", joinedAt: expect.stringMatching(/Z$/) }],
    });
    expect(answer.headers.get("etag")).toBe('"1"');
    const again = (given: object) =>
      http.post("/v1/organizations", { name: "Acme", slug: "acme-2", ...given }, { token });
    expect(await again({ slug: "acme" })).toMatchObject(problem(409, "slug-already-taken"));
    expect(await again({ externalId: "org_1" })).toMatchObject(problem(409, "external-id-already-taken"));
    expect(await again({ slug: "acme-" })).toMatchObject(problem(422, "invalid-slug"));
    expect(await again({ name: "  " })).toMatchObject(problem(422, "invalid-text"));
    expect(await again({ slug: "Acme" })).toMatchObject(problem(400, "invalid-request"));
  });

  test("shows its members and rooms to its members; for others it isn't there", async ({ http, acme }) => {
    const { path, owner, admin, member, stranger } = acme;
    const given = { name: "Room 1", layout: "boardroom", capacity: 12 };
    const { id: roomId } = await created<{ id: string }>(http, admin, `${path}/rooms`, given);
    const answer = await http.get(path, { token: member.token });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        id: acme.id,
        members: [
          { userId: owner.id, role: "owner" },
          { userId: admin.id, role: "admin" },
          { userId: member.id, role: "member" },
        ],
        rooms: [{ id: roomId, ...given, description: null }],
        roomCount: 1,
      },
    });
    expect(answer.headers.get("etag")).toBe('"3"');
    const unknown = "/v1/organizations/0192f5d0-0000-7000-8000-000000000000";
    expect(await http.get(path, { token: stranger.token })).toMatchObject(problem(404, "organization-not-found"));
    expect(await http.get(unknown, { token: stranger.token })).toMatchObject(problem(404, "organization-not-found"));
  });

  test("keeps what isn't given; null clears the external id; a stale version is refused", async ({ http, acme }) => {
    const revise = (by: { token: string }, revision: object, ifMatch = "*") =>
      http.patch(acme.path, revision, { token: by.token, headers: { "if-match": ifMatch } });
    const named = await revise(acme.admin, { externalId: "org_1" });
    expect(named).toMatchObject({ status: 200, body: { name: "Acme", externalId: "org_1", initialized: false } });
    const renamed = await revise(acme.owner, { name: "Acme Berlin", initialized: true }, '"4"');
    expect(renamed).toMatchObject({ body: { name: "Acme Berlin", externalId: "org_1", initialized: true } });
    expect(await revise(acme.owner, { externalId: null })).toMatchObject({
      body: { name: "Acme Berlin", externalId: null },
    });
    expect(await revise(acme.owner, { name: "Late" }, '"4"')).toMatchObject(problem(412, "concurrency-conflict"));
    expect(await revise(acme.owner, {})).toMatchObject(problem(400, "invalid-request"));
    expect(await revise(acme.owner, { name: null })).toMatchObject(problem(400, "invalid-request"));
    expect(await revise(acme.owner, { initialized: false })).toMatchObject(problem(400, "invalid-request"));
    expect(await revise(acme.member, { name: "Mine" })).toMatchObject(problem(403, "role-not-sufficient"));
    expect(await revise(acme.stranger, { name: "Mine" })).toMatchObject(problem(404, "organization-not-found"));
  });

  test("is listed for its members, in pages", async ({ http, acme }) => {
    const { token } = acme.member;
    for (const n of [1, 2]) {
      const { id } = await created<{ id: string }>(http, acme.owner, "/v1/organizations", {
        name: "N",
        slug: `n-${n}`,
      });
      await created(http, acme.owner, `/v1/organizations/${id}/members`, { userId: acme.member.id, role: "member" });
    }
    const first = await http.get<ListBody>("/v1/organizations?limit=2", { token });
    expect(first.body.items.map(({ slug }) => slug)).toEqual(["n-2", "n-1"]);
    const second = await http.get<ListBody>(`/v1/organizations?limit=2&cursor=${first.body.nextCursor}`, { token });
    expect(second.body).toEqual({
      items: [{ id: acme.id, name: "Acme", slug: "acme", role: "member", memberCount: 3 }],
      nextCursor: null,
    });
    expect(await http.get("/v1/organizations?cursor=bm8", { token })).toMatchObject(problem(400, "invalid-cursor"));
  });
});

test("administrators see which organizations have the most rooms; nobody else does", async ({ http, acme }) => {
  for (const name of ["A", "B"]) {
    await created(http, acme.owner, `${acme.path}/rooms`, { name, layout: "focus", capacity: 2 });
  }
  const report = "/v1/reports/organizations-by-rooms?moreThan=";
  const { token } = aPerson("admin");
  expect(await http.get(`${report}1`, { token })).toMatchObject({
    status: 200,
    body: { items: [{ id: acme.id, name: "Acme", rooms: 2, capacity: 4 }] },
  });
  expect(await http.get(`${report}2`, { token })).toMatchObject({ status: 200, body: { items: [] } });
  expect(await http.get(`${report}-1`, { token })).toMatchObject(problem(400, "invalid-request"));
  const refused = await http.get(`${report}1`, { token: acme.owner.token });
  expect(refused).toMatchObject(problem(403, "administrators-only"));
});

import { describe, expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { created, test } from "#test/support/organization/members.ts";
import { aPerson, withoutLogIn } from "#test/support/token-bearers.ts";

interface Page {
  readonly items: readonly object[];
  readonly nextCursor: string | null;
}

describe("an invitation", () => {
  test("is mailed, and whoever has its token joins once", async ({ http, mails, acme }) => {
    const { path, admin, member, stranger } = acme;
    const given = { email: "grace@example.com", role: "admin" };
    const answer = await http.post(`${path}/invitations`, given, { token: admin.token });
    expect(answer).toMatchObject({ status: 201, body: given });
    expect(mails).toMatchObject([{ to: given.email, subject: "You are invited to Acme" }]);
    const token = /\n\n(\S{43})\n\n/.exec(mails[0]?.text ?? "")?.[1] ?? "";
    expect(JSON.stringify(answer.body)).not.toContain(token);

    const accept = (by: { token: string }, presented = token) =>
      http.post("/v1/invitations/accept", { token: presented }, { token: by.token });
    expect(await accept(stranger, "guessed")).toMatchObject(problem(404, "invitation-not-found"));
    expect(await accept(member)).toMatchObject(problem(409, "already-member"));
    expect(await accept(stranger)).toMatchObject({ status: 200, body: { organizationId: acme.id, role: "admin" } });
    expect(await accept(stranger)).toMatchObject(problem(409, "invitation-already-accepted"));
    expect(await http.get(path, { token: stranger.token })).toMatchObject({ status: 200 });
  });

  test("expires, and is made by those only who may give its role", async ({ http, mails, clock, acme }) => {
    const { path, owner, admin, stranger } = acme;
    const invite = (by: { token: string }, given: object) =>
      http.post(`${path}/invitations`, { email: "grace@example.com", role: "member", ...given }, { token: by.token });
    expect(await invite(admin, { role: "owner" })).toMatchObject(problem(403, "role-not-sufficient"));
    expect(await invite(stranger, {})).toMatchObject(problem(404, "organization-not-found"));
    expect(await invite(owner, { email: "no address" })).toMatchObject(problem(422, "invalid-email"));
    expect(mails).toEqual([]);
    await invite(owner, {});
    const token = /\n\n(\S{43})\n\n/.exec(mails[0]?.text ?? "")?.[1] ?? "";
    clock.forward({ days: 7 });
    const answer = await http.post("/v1/invitations/accept", { token }, { token: stranger.token });
    expect(answer).toMatchObject(problem(409, "invitation-expired"));
  });
});

describe("what is open", () => {
  test("invitations: an admin sees them in pages, and withdraws one, whose token is good no longer", async ({
    http,
    mails,
    clock,
    acme,
  }) => {
    const { path, admin, owner, stranger } = acme;
    const { token } = admin;
    const ids: string[] = [];
    for (const name of ["ada", "grace", "barbara"]) {
      clock.forward({ minutes: 1 });
      const given = { email: `${name}@example.com`, role: "member" };
      ids.unshift((await created<{ id: string }>(http, owner, `${path}/invitations`, given)).id);
    }
    const tokens = mails.map(({ text }) => /\n\n(\S{43})\n\n/.exec(text)?.[1] ?? "");
    const first = await http.get<Page>(`${path}/invitations?limit=2`, { token });
    expect(first).toMatchObject({ status: 200, body: { items: [{ id: ids[0] }, { id: ids[1] }] } });
    expect(first.body.items[0]).toEqual({
      id: ids[0],
      email: "barbara@example.com",
      role: "member",
      invitedBy: owner.id,
      createdAt: clock.now().toISOString(),
      expiresAt: expect.any(String),
    });
    const second = await http.get<Page>(`${path}/invitations?limit=2&cursor=${first.body.nextCursor}`, { token });
    expect(second.body).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
    expect(await http.get(`${path}/invitations?cursor=abc`, { token })).toMatchObject(problem(400, "invalid-cursor"));

    const withdraw = (id = "") => http.delete(`${path}/invitations/${id}`, { token });
    const accept = (presented = "") =>
      http.post("/v1/invitations/accept", { token: presented }, { token: stranger.token });
    expect(await withdraw(ids[0])).toMatchObject({ status: 204 });
    expect(await withdraw(ids[0])).toMatchObject(problem(404, "invitation-not-found"));
    expect(await accept(tokens[2])).toMatchObject(problem(404, "invitation-not-found"));
    expect(await accept(tokens[1])).toMatchObject({ status: 200 });
    expect(await withdraw(ids[1])).toMatchObject(problem(409, "invitation-already-accepted"));
    const left = await http.get<Page>(`${path}/invitations`, { token });
    expect(left.body).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
  });

  test("links: an admin sees them without their codes, and withdraws one", async ({ http, acme }) => {
    const { path, admin, owner, stranger } = acme;
    const { token } = admin;
    const given = { role: "owner", maxUses: 2 };
    const { id, code } = await created<{ id: string; code: string }>(http, owner, `${path}/invitation-links`, given);
    const listed = await http.get<Page>(`${path}/invitation-links`, { token });
    expect(listed.body).toMatchObject({ items: [{ ...given, id, uses: 0, invitedBy: owner.id }], nextCursor: null });
    expect(JSON.stringify(listed.body), "an admin may make nobody an owner").not.toContain(code);

    expect(await http.delete(`${path}/invitation-links/${id}`, { token })).toMatchObject({ status: 204 });
    const use = await http.post("/v1/invitation-links/accept", { code }, { token: stranger.token });
    expect(use).toMatchObject(problem(404, "invitation-not-found"));
    expect(await http.delete(`${path}/invitation-links/${id}`, { token })).toMatchObject(
      problem(404, "invitation-not-found"),
    );
    expect(await http.get(`${path}/invitation-links`, { token })).toMatchObject({ body: { items: [] } });
  });
});

test("whoever was removed or demoted doesn't come back by an invitation or a link of their own", async ({
  http,
  mails,
  acme,
}) => {
  const { path, owner, admin, stranger } = acme;
  const link = { role: "admin", maxUses: 9 };
  const { code } = await created<{ code: string }>(http, admin, `${path}/invitation-links`, link);
  await created(http, admin, `${path}/invitations`, { email: "second@example.com", role: "member" });
  const token = /\n\n(\S{43})\n\n/.exec(mails[0]?.text ?? "")?.[1] ?? "";
  const useLink = (by: { token: string }) => http.post("/v1/invitation-links/accept", { code }, { token: by.token });
  const accept = (by: { token: string }) => http.post("/v1/invitations/accept", { token }, { token: by.token });
  const refused = problem(409, "inviter-may-no-longer-invite");

  await http.put(`${path}/members/${admin.id}/role`, { role: "member" }, { token: owner.token });
  expect(await useLink(stranger)).toMatchObject(refused);
  await http.delete(`${path}/members/${admin.id}`, { token: owner.token });
  expect(await useLink(admin)).toMatchObject(refused);
  expect(await accept(admin)).toMatchObject(refused);

  await created(http, owner, `${path}/members`, { userId: admin.id, role: "admin" });
  expect(await accept(stranger), "neither is spent").toMatchObject({ status: 200 });
  expect(await useLink(aPerson())).toMatchObject({ status: 200 });
});

test("invitations are limited per minute: nobody floods a stranger's mailbox", async ({ startService, mails }) => {
  const { http } = await startService({
    environment: { LOG_IN_RATE_LIMIT_PER_MINUTE: "2" },
    customize: withoutLogIn,
  });
  const owner = aPerson();
  const { id } = await created<{ id: string }>(http, owner, "/v1/organizations", { name: "Acme", slug: "acme" });
  const invitation = { email: "grace@example.com", role: "member" };
  const invite = () => http.post(`/v1/organizations/${id}/invitations`, invitation, { token: owner.token });
  expect([await invite(), await invite()]).toMatchObject([{ status: 201 }, { status: 201 }]);
  expect(await invite()).toMatchObject(problem(429, "too-many-requests"));
  expect(mails).toHaveLength(2);
});

describe("an invitation link", () => {
  test("lets one of two join who come at its last use at once", async ({ http, acme }) => {
    const given = { role: "member", maxUses: 2 };
    const { code } = await created<{ code: string }>(http, acme.admin, `${acme.path}/invitation-links`, given);
    const join = ({ token }: { token: string }) => http.post("/v1/invitation-links/accept", { code }, { token });
    expect(await join(acme.stranger)).toMatchObject({ status: 200, body: { organizationId: acme.id, role: "member" } });
    expect(await join(acme.stranger), "who is in already costs no use").toMatchObject(problem(409, "already-member"));
    const answers = await Promise.all([aPerson(), aPerson()].map(join));
    const [first, second] = answers.toSorted((one, other) => one.status - other.status);
    expect(first).toMatchObject({ status: 200 });
    expect(second).toMatchObject(problem(409, "invitation-link-used-up"));
    expect(await http.get("/v1/organizations", { token: acme.owner.token })).toMatchObject({
      body: { items: [{ memberCount: 5 }] },
    });
  });

  test("is made by those only who may give its role", async ({ http, acme }) => {
    const make = (by: { token: string }, given: object) =>
      http.post(`${acme.path}/invitation-links`, { role: "member", maxUses: 1, ...given }, { token: by.token });
    expect(await make(acme.admin, { role: "owner" })).toMatchObject(problem(403, "role-not-sufficient"));
    expect(await make(acme.member, {})).toMatchObject(problem(403, "role-not-sufficient"));
    expect(await make(acme.stranger, {})).toMatchObject(problem(404, "organization-not-found"));
    expect(await make(acme.owner, { maxUses: 0 })).toMatchObject(problem(400, "invalid-request"));
    expect(await make(acme.owner, { role: "owner" })).toMatchObject({ status: 201 });
  });
});

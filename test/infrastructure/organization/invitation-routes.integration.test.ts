import { describe, expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { created, test } from "#test/support/organization/members.ts";
import { aPerson } from "#test/support/token-bearers.ts";

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

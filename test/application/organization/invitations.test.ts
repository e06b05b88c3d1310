import { describe, expect, test } from "vitest";
import {
  AlreadyMember,
  InvitationAlreadyAccepted,
  InvitationExpired,
  InvitationLinkUsedUp,
  InvitationNotFound,
  OrganizationNotFound,
  RoleNotSufficient,
} from "#domain/organization/errors.ts";
import { InvalidEmail } from "#domain/shared/email.ts";
import { aMember } from "#test/support/organization/organization-builder.ts";
import { inMemoryOrganization } from "#test/support/organization/test-organization.ts";

const email = "grace@example.com";

describe("an invitation by mail", () => {
  test("lets whoever has the token join in its role, once", async () => {
    const { useCases, founded, mails, organizations } = inMemoryOrganization();
    const { id, admin } = await founded();
    const invitation = await useCases.inviteMember({ by: admin, id, email, role: "admin" });
    const token = mails[0]?.token ?? "";
    expect(mails).toEqual([{ to: email, organization: "Acme", token: expect.stringMatching(/^[\w-]{43}$/) }]);
    expect(JSON.stringify(invitation), "only its hash is stored").not.toContain(token);

    const grace = aMember();
    expect(await useCases.acceptInvitation(grace, token)).toEqual({ organizationId: id, role: "admin" });
    expect((await organizations.read(id)).snapshot.members).toContainEqual(
      expect.objectContaining({ userId: grace, role: "admin" }),
    );
    await expect(useCases.acceptInvitation(aMember(), token)).rejects.toThrow(InvitationAlreadyAccepted);
    await expect(useCases.acceptInvitation(aMember(), invitation.tokenHash)).rejects.toThrow(InvitationNotFound);
  });

  test("is not spent by somebody who is a member already", async () => {
    const { useCases, founded, mails } = inMemoryOrganization();
    const { id, owner, member } = await founded();
    await useCases.inviteMember({ by: owner, id, email, role: "member" });
    const token = mails[0]?.token ?? "";
    await expect(useCases.acceptInvitation(member, token)).rejects.toThrow(AlreadyMember);
    expect(await useCases.acceptInvitation(aMember(), token)).toMatchObject({ role: "member" });
  });

  test("expires", async () => {
    const { useCases, founded, mails, clock } = inMemoryOrganization();
    const { id, owner } = await founded();
    await useCases.inviteMember({ by: owner, id, email, role: "member" });
    clock.forward({ days: 7 });
    await expect(useCases.acceptInvitation(aMember(), mails[0]?.token ?? "")).rejects.toThrow(InvitationExpired);
  });

  test("is made by who may give that role, to an address that is one; otherwise no mail goes out", async () => {
    const { useCases, founded, mails } = inMemoryOrganization();
    const { id, owner, admin, member } = await founded();
    const invite = (by: typeof owner, role: "owner" | "member", to = email) =>
      useCases.inviteMember({ by, id, email: to, role });
    await expect(invite(admin, "owner")).rejects.toThrow(RoleNotSufficient);
    await expect(invite(member, "member")).rejects.toThrow(RoleNotSufficient);
    await expect(invite(aMember(), "member")).rejects.toThrow(OrganizationNotFound);
    await expect(invite(owner, "member", "no address")).rejects.toThrow(InvalidEmail);
    expect(mails).toEqual([]);
    await invite(owner, "owner");
    expect(mails).toHaveLength(1);
  });
});

describe("withdrawing", () => {
  test("an invitation or a link: nobody joins by it any more, and it is in no list", async () => {
    const { useCases, founded, mails } = inMemoryOrganization();
    const { id, owner, admin } = await founded();
    const invitation = await useCases.inviteMember({ by: owner, id, email, role: "member" });
    const link = await useCases.createInvitationLink({ by: owner, id, role: "member", maxUses: 2 });
    const query = { by: admin, id, limit: 10 };
    expect((await useCases.listInvitations(query)).items).toMatchObject([{ id: invitation.id }]);
    expect((await useCases.listInvitationLinks(query)).items).toMatchObject([{ id: link.id }]);

    await useCases.withdrawInvitation(admin, { organizationId: id, id: invitation.id });
    await useCases.withdrawInvitationLink(admin, { organizationId: id, id: link.id });
    expect((await useCases.listInvitations(query)).items).toEqual([]);
    expect((await useCases.listInvitationLinks(query)).items).toEqual([]);
    const token = mails[0]?.token ?? "";
    await expect(useCases.acceptInvitation(aMember(), token)).rejects.toThrow(InvitationNotFound);
    await expect(useCases.acceptInvitationLink(aMember(), link.code)).rejects.toThrow(InvitationNotFound);
  });

  test("is for owners and admins of that organization", async () => {
    const { useCases, founded, mails } = inMemoryOrganization();
    const { id, owner, member } = await founded();
    const invitation = await useCases.inviteMember({ by: owner, id, email, role: "member" });
    const link = await useCases.createInvitationLink({ by: owner, id, role: "member", maxUses: 2 });
    for (const [by, Refusal] of [
      [member, RoleNotSufficient],
      [aMember(), OrganizationNotFound],
    ] as const) {
      const key = { organizationId: id };
      await expect(useCases.withdrawInvitation(by, { ...key, id: invitation.id })).rejects.toThrow(Refusal);
      await expect(useCases.withdrawInvitationLink(by, { ...key, id: link.id })).rejects.toThrow(Refusal);
    }
    expect(await useCases.acceptInvitation(aMember(), mails[0]?.token ?? "")).toMatchObject({ role: "member" });
  });
});

describe("an invitation link", () => {
  test("lets so many people join, and those who are members don't count", async () => {
    const { useCases, founded } = inMemoryOrganization();
    const { id, admin, member } = await founded();
    const { code } = await useCases.createInvitationLink({ by: admin, id, role: "member", maxUses: 2 });
    const join = (userId = aMember()) => useCases.acceptInvitationLink(userId, code);
    await join();
    await expect(join(member)).rejects.toThrow(AlreadyMember);
    expect(await join()).toEqual({ organizationId: id, role: "member" });
    await expect(join()).rejects.toThrow(InvitationLinkUsedUp);
    await expect(useCases.acceptInvitationLink(aMember(), `${code}x`)).rejects.toThrow(InvitationNotFound);
  });

  test("is made by who may give that role", async () => {
    const { useCases, founded } = inMemoryOrganization();
    const { id, admin, member } = await founded();
    const make = (by: typeof admin, role: "owner" | "member") =>
      useCases.createInvitationLink({ by, id, role, maxUses: 1 });
    await expect(make(admin, "owner")).rejects.toThrow(RoleNotSufficient);
    await expect(make(member, "member")).rejects.toThrow(RoleNotSufficient);
    await expect(make(aMember(), "member")).rejects.toThrow(OrganizationNotFound);
  });
});

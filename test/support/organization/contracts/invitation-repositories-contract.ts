import { describe, expect } from "vitest";
import { InvitationAlreadyAccepted, InvitationLinkUsedUp, InvitationNotFound } from "#domain/organization/errors.ts";
import { Email } from "#domain/shared/email.ts";
import type { OrganizationAdapters, OrganizationTest } from "#test/support/organization/organization-adapters.ts";
import { aMember, anOrganization } from "#test/support/organization/organization-builder.ts";

const twenty = Array.from({ length: 20 });
const email = Email.parse("grace@example.com");
const asItIs = () => undefined;

/** What every `InvitationRepository` and `InvitationLinkRepository` promises. */
export function invitationRepositoriesContract(test: OrganizationTest): void {
  async function invite({ organizations, invitations, invitationFactory }: OrganizationAdapters) {
    const { snapshot } = await created(organizations);
    const given = {
      organizationId: snapshot.id,
      role: "admin",
      invitedBy: aMember(),
      tokenHash: "hash",
      email,
    } as const;
    const invitation = invitationFactory.invite(given);
    await invitations.create(invitation);
    return invitation.snapshot;
  }

  async function link({ organizations, invitationLinks, invitationFactory }: OrganizationAdapters, maxUses: number) {
    const { snapshot } = await created(organizations);
    const made = invitationFactory.link({
      organizationId: snapshot.id,
      role: "member",
      invitedBy: aMember(),
      code: "code",
      maxUses,
    });
    await invitationLinks.create(made);
    return made.snapshot;
  }

  describe("an invitation", () => {
    test("that is made is found by the hash of its token, accepted or not", async ({ organization }) => {
      const snapshot = await invite(organization);
      expect((await organization.invitations.update("hash", asItIs)).snapshot).toStrictEqual(snapshot);
      organization.clock.forward({ days: 1 });
      await organization.invitations.update("hash", (invitation) => invitation.accept(aMember()));
      const { snapshot: accepted } = await organization.invitations.update("hash", asItIs);
      expect(accepted).toStrictEqual({ ...snapshot, acceptedAt: organization.clock.now(), version: 2 });
    });

    test("is not found by another token", async ({ organization }) => {
      await invite(organization);
      await expect(organization.invitations.update("Hash", asItIs)).rejects.toThrow(InvitationNotFound);
    });

    test("is accepted by one of twenty at once", async ({ organization }) => {
      await invite(organization);
      const outcomes = await Promise.allSettled(
        twenty.map(() => organization.invitations.update("hash", (invitation) => invitation.accept(aMember()))),
      );
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(outcomes).toContainEqual({ status: "rejected", reason: expect.any(InvitationAlreadyAccepted) });
    });
  });

  describe("an invitation that is withdrawn", () => {
    test("is there no longer", async ({ organization }) => {
      const { organizationId, id } = await invite(organization);
      await organization.invitations.remove({ organizationId, id });
      await expect(organization.invitations.update("hash", asItIs)).rejects.toThrow(InvitationNotFound);
      await expect(organization.invitations.remove({ organizationId, id })).rejects.toThrow(InvitationNotFound);
    });

    test("is one of that organization, and not accepted", async ({ organization }) => {
      const { organizationId, id } = await invite(organization);
      const other = (await created(organization.organizations)).snapshot.id;
      await expect(organization.invitations.remove({ organizationId: other, id })).rejects.toThrow(InvitationNotFound);
      await organization.invitations.update("hash", (invitation) => invitation.accept(aMember()));
      const removed = organization.invitations.remove({ organizationId, id });
      await expect(removed).rejects.toThrow(InvitationAlreadyAccepted);
      expect((await organization.invitations.update("hash", asItIs)).snapshot).toMatchObject({ version: 2 });
    });
  });

  describe("an invitation link that is withdrawn", () => {
    test("is there no longer, and is one of that organization", async ({ organization }) => {
      const { organizationId, id } = await link(organization, 3);
      const other = (await created(organization.organizations)).snapshot.id;
      const removed = organization.invitationLinks.remove({ organizationId: other, id });
      await expect(removed).rejects.toThrow(InvitationNotFound);
      await organization.invitationLinks.update("code", (stored) => stored.use(aMember()));
      await organization.invitationLinks.remove({ organizationId, id });
      await expect(organization.invitationLinks.update("code", asItIs)).rejects.toThrow(InvitationNotFound);
      await expect(organization.invitationLinks.remove({ organizationId, id })).rejects.toThrow(InvitationNotFound);
    });
  });

  describe("an invitation link", () => {
    test("that is made is found by its code, with its uses", async ({ organization }) => {
      const snapshot = await link(organization, 3);
      expect((await organization.invitationLinks.update("code", asItIs)).snapshot).toStrictEqual(snapshot);
      await organization.invitationLinks.update("code", (stored) => stored.use(aMember()));
      const { snapshot: used } = await organization.invitationLinks.update("code", asItIs);
      expect(used).toStrictEqual({ ...snapshot, uses: 1, version: 2 });
    });

    test("is not found by another code", async ({ organization }) => {
      await link(organization, 3);
      await expect(organization.invitationLinks.update("Code", asItIs)).rejects.toThrow(InvitationNotFound);
    });

    test("is used by as many of twenty at once as it allows", async ({ organization }) => {
      await link(organization, 3);
      const outcomes = await Promise.allSettled(
        twenty.map(() => organization.invitationLinks.update("code", (stored) => stored.use(aMember()))),
      );
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
      expect(outcomes).toContainEqual({ status: "rejected", reason: expect.any(InvitationLinkUsedUp) });
      expect((await organization.invitationLinks.update("code", asItIs)).snapshot).toMatchObject({ uses: 3 });
    });
  });
}

async function created(organizations: OrganizationAdapters["organizations"]) {
  const organization = anOrganization().build();
  await organizations.create(organization);
  return organization;
}

import { expect } from "vitest";
import { InvitationAlreadyAccepted, InvitationLinkUsedUp } from "#domain/organization/errors.ts";
import { aMember } from "#test/support/organization/organization-builder.ts";
import type { OrganizationAdapters } from "#test/support/organization/organization-adapters.ts";
import { test } from "#test/support/organization/postgres-adapters.ts";
import { testOrganization } from "#test/support/organization/test-organization.ts";

const twenty = Array.from({ length: 20 }, aMember);

test("of twenty who come at once at the last three uses of a link three get in", async ({ organization }) => {
  const { useCases, founded, organizations } = testOrganization(organization);
  const { id, owner } = await founded();
  const { code } = await useCases.createInvitationLink({ by: owner, id, role: "member", maxUses: 3 });
  await openConnections(organization);
  const outcomes = await Promise.allSettled(twenty.map((userId) => useCases.acceptInvitationLink(userId, code)));
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused).toEqual(Array.from({ length: 17 }, () => refusedWith(InvitationLinkUsedUp)));
  expect((await organizations.read(id)).snapshot.members).toHaveLength(3 + 3);
});

test("of twenty who have one token and come at once one gets in", async ({ organization }) => {
  const { useCases, founded, organizations, mails } = testOrganization(organization);
  const { id, owner } = await founded();
  await useCases.inviteMember({ by: owner, id, email: "grace@example.com", role: "member" });
  const token = mails[0]?.token ?? "";
  await openConnections(organization);
  const outcomes = await Promise.allSettled(twenty.map((userId) => useCases.acceptInvitation(userId, token)));
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused).toEqual(Array.from({ length: 19 }, () => refusedWith(InvitationAlreadyAccepted)));
  expect((await organizations.read(id)).snapshot.members).toHaveLength(3 + 1);
});

test("links, members and departures of one organization at once neither deadlock nor lose anybody", async ({
  organization,
}) => {
  const { useCases, founded, organizations } = testOrganization(organization);
  const { id, owner, admin, member } = await founded();
  const { code } = await useCases.createInvitationLink({ by: owner, id, role: "member", maxUses: 20 });
  const [added, joined] = [Array.from({ length: 10 }, aMember), Array.from({ length: 10 }, aMember)];
  await openConnections(organization);
  await Promise.all([
    ...added.map((userId) => useCases.addMember({ by: owner, id, userId, role: "member" })),
    ...joined.map((userId) => useCases.acceptInvitationLink(userId, code)),
    useCases.removeMember({ by: member, id, userId: member }),
  ]);
  const { members } = (await organizations.read(id)).snapshot;
  expect(members.map(({ userId }) => userId).toSorted()).toEqual([owner, admin, ...added, ...joined].toSorted());
});

/** Otherwise the first to be open serves most of them, one after the other. */
const openConnections = ({ organizationDirectory }: OrganizationAdapters) =>
  Promise.all(twenty.map((userId) => organizationDirectory.listOf(userId, 1)));

const refusedWith = (Refusal: new () => Error) => ({ status: "rejected", reason: expect.any(Refusal) });

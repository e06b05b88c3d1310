import { expect } from "vitest";
import { InvitationAlreadyAccepted, InvitationLinkUsedUp, InvitationNotFound } from "#domain/organization/errors.ts";
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

test("an invitation that is withdrawn while it is accepted is one or the other", async ({ organization }) => {
  const { useCases, founded, organizations, mails } = testOrganization(organization);
  const { id: organizationId, owner } = await founded();
  const invitations = [];
  for (const [n, userId] of twenty.entries()) {
    const command = { by: owner, id: organizationId, email: `guest-${n}@example.com`, role: "member" } as const;
    const { id } = await useCases.inviteMember(command);
    invitations.push({ id, userId, token: mails[n]?.token ?? "" });
  }
  await openConnections(organization);
  const outcomes = await Promise.all(
    invitations.map(({ id, userId, token }, n) => {
      const accept = () => useCases.acceptInvitation(userId, token);
      const withdraw = () => useCases.withdrawInvitation(owner, { organizationId, id });
      return n % 2 === 0
        ? Promise.allSettled([accept(), withdraw()])
        : Promise.allSettled([withdraw(), accept()]).then((settled) => settled.toReversed());
    }),
  );
  const done = (value?: unknown) => ({ status: "fulfilled", value });
  const joined = twenty.filter((_, n) => outcomes[n]?.[0]?.status === "fulfilled");
  expect(outcomes).toEqual(
    twenty.map((userId) =>
      joined.includes(userId)
        ? [done({ organizationId, role: "member" }), refusedWith(InvitationAlreadyAccepted)]
        : [refusedWith(InvitationNotFound), done()],
    ),
  );
  const { members } = (await organizations.read(organizationId)).snapshot;
  expect(new Set(members.map(({ userId }) => userId)).intersection(new Set(twenty))).toEqual(new Set(joined));
});

test("whoever comes by a link that is withdrawn meanwhile is in, or is told that there is none", async ({
  organization,
}) => {
  const { useCases, founded, organizations } = testOrganization(organization);
  const { id: organizationId, owner } = await founded();
  const { id, code } = await useCases.createInvitationLink({
    by: owner,
    id: organizationId,
    role: "member",
    maxUses: 20,
  });
  await openConnections(organization);
  const withdrawal = () => useCases.withdrawInvitationLink(owner, { organizationId, id });
  const [withdrawn, ...outcomes] = await Promise.allSettled([
    useCases.acceptInvitationLink(twenty[0] ?? owner, code).then(withdrawal),
    ...twenty.slice(1).map((userId) => useCases.acceptInvitationLink(userId, code)),
  ]);
  expect(withdrawn).toMatchObject({ status: "fulfilled" });
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused).toEqual(refused.map(() => refusedWith(InvitationNotFound)));
  expect((await organizations.read(organizationId)).snapshot.members).toHaveLength(3 + 20 - refused.length);
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

import { describe, expect } from "vitest";
import { Email } from "#domain/shared/email.ts";
import { test as base } from "#test/support/fixtures.ts";
import { aMember, anOrganization } from "#test/support/organization/organization-builder.ts";
import { postgresAdapters } from "#test/support/organization/postgres-adapters.ts";
import { aRoom } from "#test/support/organization/room-builder.ts";
import { testOrganization } from "#test/support/organization/test-organization.ts";
import { measuredDataSource } from "#test/support/measured-data-source.ts";

const [ada, grace] = [aMember(), aMember()];

/** Organization on one open connection, which has prepared no statement yet, and what a work costs there. */
const test = base.extend("measured", async ({ db }, { onCleanup }) => {
  const { dataSource, costOf, close } = await measuredDataSource(db);
  onCleanup(close);
  const organization = anOrganization().ownedBy(ada).withMember(grace).build();
  return { ...testOrganization(postgresAdapters(dataSource)), organization, costOf };
});

describe("what organizations cost", () => {
  test("an overview with members and rooms: 1 round trip, 1 statement", async ({ measured }) => {
    const { organizations, rooms, organization, useCases, costOf } = measured;
    const { id } = organization.snapshot;
    await organizations.create(organization);
    for (let n = 0; n < 5; n++) await rooms.create(aRoom().of(id).build());
    const overview = async () =>
      expect(await useCases.directory.overview(id, ada)).toMatchObject({ members: { length: 2 }, roomCount: 5 });
    expect(await costOf(overview)).toEqual({ roundTrips: 1, statements: ["organization-directory.findOverview"] });
  });

  test("each list, and the report: 1", async ({ measured }) => {
    const { organizations, organization, useCases, costOf } = measured;
    await organizations.create(organization);
    const { directory } = useCases;
    const one = { roundTrips: 1, statements: { length: 1 } };
    expect(await costOf(() => directory.listOf(ada, 20))).toMatchObject(one);
    expect(await costOf(() => directory.rooms(organization.snapshot.id, ada, 20))).toMatchObject(one);
    expect(await costOf(() => directory.withMoreRoomsThan(0, 20))).toMatchObject(one);
    const query = { by: ada, id: organization.snapshot.id, limit: 20 };
    expect(await costOf(() => useCases.listInvitations(query))).toMatchObject(one);
    expect(await costOf(() => useCases.listInvitationLinks(query))).toMatchObject(one);
    expect(await costOf(() => useCases.listIntegrations(ada))).toMatchObject(one);
  });

  test("create: 1, with its members and events", async ({ measured }) => {
    const { useCases, costOf } = measured;
    const command = { by: ada, name: "Acme", slug: "acme", externalId: null };
    expect(await costOf(() => useCases.createOrganization(command))).toEqual({
      roundTrips: 1,
      statements: ["organization.insertOrganization", "organization.putMembers", "event.appendEvents"],
    });
  });

  test("replacing the members: 2, however many change", async ({ measured }) => {
    const { organizations, organization, useCases, costOf } = measured;
    const { id } = organization.snapshot;
    await organizations.create(organization);
    const added = Array.from({ length: 50 }, () => ({ userId: aMember(), role: "member" as const }));
    const members = [{ userId: ada, role: "owner" as const }, ...added];
    expect(await costOf(() => useCases.replaceMembers({ by: ada, id, members }))).toEqual({
      roundTrips: 2,
      statements: [
        "organization.lockOrganization",
        "organization.findMembers",
        "organization.updateOrganization",
        "organization.deleteMembers",
        "organization.putMembers",
        "event.appendEvents",
      ],
    });
  });

  test("joining by a link: 5, for two aggregates that are locked and saved one after the other", async ({
    measured,
  }) => {
    const { organizations, organization, useCases, costOf } = measured;
    await organizations.create(organization);
    const link = { by: ada, id: organization.snapshot.id, role: "member", maxUses: 1 } as const;
    const { code } = await useCases.createInvitationLink(link);
    const cost = await costOf(() => useCases.acceptInvitationLink(aMember(), code));
    expect(cost).toMatchObject({ roundTrips: 5, statements: { length: 8 } });
  });
});

test("withdrawing an invitation or a link: 3, to see who asks, to lock, and to delete", async ({ measured }) => {
  const { organizations, organization, useCases, costOf } = measured;
  await organizations.create(organization);
  const [by, { id: organizationId }] = [ada, organization.snapshot];
  const { id } = await useCases.inviteMember({ by, id: organizationId, email: "guest@example.com", role: "member" });
  expect(await costOf(() => useCases.withdrawInvitation(by, { organizationId, id }))).toEqual({
    roundTrips: 3,
    statements: [
      "organization.findOrganization",
      "invitation.lockInvitationById",
      "invitation.deleteInvitation",
      "event.appendEvents",
    ],
  });
  const link = await useCases.createInvitationLink({ by, id: organizationId, role: "member", maxUses: 1 });
  const withdraw = () => useCases.withdrawInvitationLink(by, { organizationId, id: link.id });
  expect(await costOf(withdraw)).toMatchObject({ roundTrips: 3, statements: { length: 4 } });
});

describe("what rooms and integrations cost", () => {
  test("create 1, read 1, update 2, remove 2", async ({ measured }) => {
    const { organizations, rooms, organization, costOf } = measured;
    await organizations.create(organization);
    const room = aRoom().of(organization.snapshot.id).build();
    const key = { organizationId: organization.snapshot.id, id: room.snapshot.id };
    expect(await costOf(() => rooms.create(room))).toMatchObject({ roundTrips: 1 });
    expect(await costOf(() => rooms.read(key))).toMatchObject({ roundTrips: 1 });
    expect(await costOf(() => rooms.update(key, (stored) => stored.change({ capacity: 4 })))).toEqual({
      roundTrips: 2,
      statements: ["room.lockRoom", "room.updateRoom", "event.appendEvents"],
    });
    expect(await costOf(() => rooms.remove(key))).toMatchObject({ roundTrips: 2 });
  });

  test("an invitation: create 1, accept 2; a connection: 1", async ({ measured }) => {
    const { organizations, invitations, invitationFactory, organization, useCases, costOf } = measured;
    await organizations.create(organization);
    const email = Email.parse("grace@example.com");
    const organizationId = organization.snapshot.id;
    const given = { organizationId, role: "member", invitedBy: aMember(), tokenHash: "hash", email } as const;
    expect(await costOf(() => invitations.create(invitationFactory.invite(given)))).toMatchObject({ roundTrips: 1 });
    const accept = () => invitations.update("hash", (invitation) => invitation.accept(aMember()));
    expect(await costOf(accept)).toMatchObject({ roundTrips: 2 });
    expect(await costOf(() => useCases.connectIntegration({ userId: ada, key: "slack" }))).toMatchObject({
      roundTrips: 1,
    });
  });
});

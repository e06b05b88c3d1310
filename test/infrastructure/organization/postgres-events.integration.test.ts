import { expect } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { statement } from "#test/support/ad-hoc-statement.ts";
import { aMember } from "#test/support/organization/organization-builder.ts";
import { test } from "#test/support/organization/postgres-adapters.ts";
import { testOrganization } from "#test/support/organization/test-organization.ts";

const uuidType = 2950;
const select = statement(
  `SELECT version, type, data FROM organization.events WHERE aggregate_id = $1 ORDER BY version, position`,
  [uuidType],
);
const eventsOf = (dataSource: DataSource, id: string) =>
  dataSource.withConnection(async (connection) => (await connection.execute(select, [id])).rows);

test("the events of each aggregate are stored with the change, with the version that it led to", async ({
  db,
  organization,
}) => {
  const { useCases } = testOrganization(organization);
  const [by, userId] = [aMember(), aMember()];
  const { id } = await useCases.createOrganization({ by, name: "Acme", slug: "acme", externalId: null });
  const link = await useCases.createInvitationLink({ by, id, role: "member", maxUses: 1 });
  await useCases.acceptInvitationLink(userId, link.code);
  await useCases.reviseOrganization({ by, id, revision: { name: "Acme Berlin" } });
  await useCases.replaceMembers({ by, id, members: [{ userId: by, role: "owner" }] });
  expect(await eventsOf(db.dataSource, id)).toEqual([
    { version: 1, type: "OrganizationCreated", data: {} },
    { version: 2, type: "MemberAdded", data: { userId, role: "member" } },
    { version: 3, type: "OrganizationRevised", data: {} },
    { version: 4, type: "MemberRemoved", data: { userId } },
  ]);
  expect(await eventsOf(db.dataSource, link.id)).toMatchObject([
    { version: 1, type: "InvitationLinkMade" },
    { version: 2, type: "InvitationLinkUsed", data: { userId } },
  ]);

  const open = await useCases.createInvitationLink({ by, id, role: "member", maxUses: 1 });
  await useCases.withdrawInvitationLink(by, { organizationId: id, id: open.id });
  expect(await eventsOf(db.dataSource, open.id)).toMatchObject([
    { version: 1, type: "InvitationLinkMade" },
    { version: 2, type: "InvitationLinkWithdrawn" },
  ]);
  const invitation = await useCases.inviteMember({ by, id, email: "grace@example.com", role: "member" });
  await useCases.withdrawInvitation(by, { organizationId: id, id: invitation.id });
  expect(await eventsOf(db.dataSource, invitation.id)).toMatchObject([
    { version: 1, type: "InvitationMade" },
    { version: 2, type: "InvitationWithdrawn" },
  ]);

  const fields = { name: "Room 1", layout: "focus", capacity: 1, description: null };
  const room = await useCases.addRoom({ by, id, room: fields });
  const key = { organizationId: id, id: room.id };
  await useCases.changeRoom({ by, key, change: { capacity: 2 } });
  await expect(useCases.changeRoom({ by, key, change: { capacity: 3 } })).rejects.toThrow("No room may have");
  await useCases.removeRoom(by, key);
  expect(await eventsOf(db.dataSource, room.id)).toMatchObject([
    { version: 1, type: "RoomAdded" },
    { version: 2, type: "RoomChanged" },
    { version: 3, type: "RoomRemoved" },
  ]);
});

import { expect } from "vitest";
import { parseRoomFields } from "#domain/organization/room.ts";
import { parseSlug } from "#domain/organization/text.ts";
import { parseId } from "#domain/shared/id.ts";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { postgresAdapters } from "#test/support/organization/postgres-adapters.ts";
import { expectSeededOnce, idsOf, withSampleData } from "#test/support/sample-data.ts";

const test = withSampleData("identity", "organization");

test("there are 40 organizations", async ({ world }) => {
  const count = "SELECT count(*)::int FROM organization.organizations";
  expect(await world.withConnection((connection) => valueOf(connection, count))).toBe(40);
});

test("organizations have an owner, and rooms that the domain and the whitelist allow", async ({ world }) => {
  const { organizations, organizationDirectory, rooms } = postgresAdapters(world);
  for (const id of await idsOf<"Organization">(world, "organization.organizations", 1)) {
    const { members, slug } = (await organizations.read(id)).snapshot;
    expect(parseSlug(slug)).toBe(slug);
    expect(members.length).toBeGreaterThan(2);
    const owner = members.find(({ role }) => role === "owner")!;
    const overview = await organizationDirectory.overview(id, owner.userId);
    expect(overview.rooms.length).toBeGreaterThan(0);
    for (const room of overview.rooms) {
      const { snapshot } = await rooms.read({ organizationId: id, id: parseId(room.id) });
      const { name, layout, capacity, description } = snapshot;
      const fields = { name, layout, capacity, description };
      expect(parseRoomFields(fields)).toEqual(fields);
      await rooms.update({ organizationId: id, id: parseId(room.id) }, () => undefined);
    }
  }
});

test("members are users", async ({ world }) => {
  const strange = "SELECT user_id FROM organization.memberships WHERE user_id NOT IN (SELECT id FROM identity.users)";
  expect(await world.withConnection((connection) => run(connection, strange))).toEqual([]);
});

test("seeding again changes nothing, and brings nothing back that was removed", async ({ db }) => {
  await expectSeededOnce(
    db,
    "organization",
    "WITH gone AS (DELETE FROM organization.memberships WHERE role = 'member') DELETE FROM organization.rooms WHERE layout = 'focus'",
  );
});

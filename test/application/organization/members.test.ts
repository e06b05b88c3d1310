import { expect, test } from "vitest";
import { InvalidSlug, LastOwner, SlugAlreadyTaken } from "#domain/organization/errors.ts";
import { aMember } from "#test/support/organization/organization-builder.ts";
import { inMemoryOrganization } from "#test/support/organization/test-organization.ts";

test("whoever creates an organization owns it", async () => {
  const { useCases, clock } = inMemoryOrganization();
  const by = aMember();
  const created = await useCases.createOrganization({ by, name: " Acme ", slug: "acme", externalId: null });
  expect(created).toMatchObject({
    name: "Acme",
    initialized: false,
    members: [{ userId: by, role: "owner", joinedAt: clock.now() }],
    version: 1,
  });
  const again = useCases.createOrganization({ by, name: "Acme", slug: "acme", externalId: null });
  await expect(again).rejects.toThrow(SlugAlreadyTaken);
  const bad = useCases.createOrganization({ by, name: "Acme", slug: "A cme", externalId: null });
  await expect(bad).rejects.toThrow(InvalidSlug);
});

test("members are added, changed, replaced and removed; the owner can go when there is another", async () => {
  const { useCases, founded } = inMemoryOrganization();
  const { id, owner, admin, member } = await founded();
  await expect(useCases.removeMember({ by: owner, id, userId: owner })).rejects.toThrow(LastOwner);
  await useCases.changeMemberRole({ by: owner, id, userId: admin, role: "owner" });
  await useCases.removeMember({ by: owner, id, userId: owner });
  const { members } = await useCases.replaceMembers({
    by: admin,
    id,
    members: [
      { userId: admin, role: "owner" },
      { userId: member, role: "admin" },
    ],
  });
  expect(members.map(({ userId, role }) => [userId, role])).toEqual([
    [admin, "owner"],
    [member, "admin"],
  ]);
  expect((await useCases.directory.listOf(member, 10)).items).toMatchObject([{ role: "admin", memberCount: 2 }]);
});

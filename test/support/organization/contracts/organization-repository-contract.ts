import { describe, expect } from "vitest";
import {
  ExternalIdAlreadyTaken,
  LastOwner,
  OrganizationNotFound,
  SlugAlreadyTaken,
} from "#domain/organization/errors.ts";
import type { Organization } from "#domain/organization/organization.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { parseId } from "#domain/shared/id.ts";
import type { OrganizationTest } from "#test/support/organization/organization-adapters.ts";
import { aMember, anOrganization } from "#test/support/organization/organization-builder.ts";

const nothing = parseId<"Organization">("ffffffff-0000-7000-8000-000000000000");
const [ada, grace, linus] = [aMember(), aMember(), aMember()];
const acme = () => anOrganization().ownedBy(ada).withMember(grace, "admin").withMember(linus);

/** What every `OrganizationRepository` promises. */
export function organizationRepositoryContract(test: OrganizationTest): void {
  describe("what is created is read again", () => {
    test.for([
      ["with every field, dates to the millisecond", acme().withExternalId("org_1")],
      ["with null in every field that may be null", acme().withExternalId(null)],
    ] as const)("%s", async ([, builder], { organization: { organizations } }) => {
      const { snapshot } = builder.build();
      await organizations.create(builder.build());
      const read = await organizations.read(snapshot.id);
      expect(read.snapshot).toStrictEqual(snapshot);
      expect(read.events).toEqual([]);
    });
  });

  test("an unknown organization is not found, nor to be changed", async ({ organization: { organizations } }) => {
    await expect(organizations.read(nothing)).rejects.toThrow(OrganizationNotFound);
    await expect(organizations.update(nothing, () => undefined)).rejects.toThrow(OrganizationNotFound);
  });

  test("a slug and an external id belong to one organization, null to many", async ({
    organization: { organizations },
  }) => {
    await organizations.create(anOrganization().withSlug("acme").withExternalId("org_1").build());
    const sameSlug = anOrganization().withSlug("acme").build();
    const sameId = anOrganization().withExternalId("org_1").build();
    await expect(organizations.create(sameSlug)).rejects.toThrow(SlugAlreadyTaken);
    await expect(organizations.create(sameId)).rejects.toThrow(ExternalIdAlreadyTaken);
    await expect(organizations.read(sameId.snapshot.id)).rejects.toThrow(OrganizationNotFound);
    const others = [anOrganization().ownedBy(ada).build(), anOrganization().ownedBy(ada).build()];
    for (const other of others) await organizations.create(other);
    const take = organizations.update(others[0]!.snapshot.id, (stored) => stored.revise(ada, { externalId: "org_1" }));
    await expect(take).rejects.toThrow(ExternalIdAlreadyTaken);
  });

  describe("a change by closure", () => {
    test.for<[string, (organization: Organization) => void]>([
      ["revised", (stored) => stored.revise(ada, { name: "Acme Berlin", externalId: "org_2", initialized: true })],
      ["an external id cleared", (stored) => stored.revise(ada, { externalId: null })],
      ["a member added", (stored) => stored.addMember(ada, aMember(), "member")],
      ["a role changed", (stored) => stored.changeRole(ada, linus, "owner")],
      ["a member removed", (stored) => stored.removeMember(ada, grace)],
      [
        "the members replaced: one stays, one has another role, one is new",
        (stored) =>
          stored.replaceMembers(ada, [
            { userId: ada, role: "owner" },
            { userId: linus, role: "admin" },
            { userId: aMember(), role: "member" },
          ]),
      ],
    ])("is stored, one version on: %s", async ([, change], { organization: { organizations } }) => {
      const before = acme().withExternalId("org_1").build();
      await organizations.create(before);
      const returned = await organizations.update(before.snapshot.id, change);
      const stored = await organizations.read(before.snapshot.id);
      expect(stored.snapshot).toStrictEqual(returned.snapshot);
      expect(stored.snapshot).not.toEqual(before.snapshot);
      expect(stored.snapshot.version).toBe(2);
      expect(returned.events).toEqual([]);
    });

    test("that throws stores nothing, and its error passes", async ({ organization: { organizations } }) => {
      const mine = acme().build();
      await organizations.create(mine);
      const change = organizations.update(mine.snapshot.id, (stored) => {
        stored.removeMember(ada, grace);
        stored.removeMember(ada, ada);
      });
      await expect(change).rejects.toThrow(LastOwner);
      expect((await organizations.read(mine.snapshot.id)).snapshot).toStrictEqual(mine.snapshot);
    });

    test("that returns a promise after all is refused and stores nothing", async ({
      organization: { organizations },
    }) => {
      const mine = acme().build();
      await organizations.create(mine);
      const later = async (stored: Organization) => stored.removeMember(ada, grace);
      // @ts-expect-error -- a change that returns a promise is refused by type
      await expect(organizations.update(mine.snapshot.id, later)).rejects.toThrow("must be synchronous");
      expect((await organizations.read(mine.snapshot.id)).snapshot).toStrictEqual(mine.snapshot);
    });

    test("that changes nothing writes nothing", async ({ organization: { organizations } }) => {
      const mine = acme().build();
      await organizations.create(mine);
      const same = await organizations.update(mine.snapshot.id, (stored) => stored.changeRole(ada, grace, "admin"));
      expect(same.snapshot).toStrictEqual(mine.snapshot);
      expect((await organizations.read(mine.snapshot.id)).snapshot).toStrictEqual(mine.snapshot);
    });

    test("for another version is refused by the change first: whoever may not ask learns nothing of the version", async ({
      organization: { organizations },
    }) => {
      const mine = anOrganization().ownedBy(ada).build();
      await organizations.create(mine);
      const { id } = mine.snapshot;
      const revise = organizations.update(id, (stored) => stored.revise(grace, { name: "Mine" }), {
        expectedVersion: 9,
      });
      await expect(revise).rejects.toThrow(OrganizationNotFound);
    });

    test("for the version that the caller saw only, where one is given", async ({
      organization: { organizations },
    }) => {
      const mine = acme().build();
      const { id } = mine.snapshot;
      await organizations.create(mine);
      await organizations.update(id, (stored) => stored.removeMember(ada, grace), { expectedVersion: 1 });
      const stale = organizations.update(id, (stored) => stored.removeMember(ada, linus), { expectedVersion: 1 });
      await expect(stale).rejects.toThrow(ConcurrencyConflict);
      expect((await organizations.read(id)).snapshot.members).toHaveLength(2);
    });
  });

  describe("at once", () => {
    test("forty members are added, and none is lost", async ({ organization: { organizations } }) => {
      const mine = anOrganization().ownedBy(ada).build();
      const { id } = mine.snapshot;
      await organizations.create(mine);
      const added = Array.from({ length: 40 }, aMember);
      await Promise.all(
        added.map((userId) => organizations.update(id, (stored) => stored.addMember(ada, userId, "member"))),
      );
      const { members, version } = (await organizations.read(id)).snapshot;
      expect(members.map(({ userId }) => userId).toSorted()).toEqual([ada, ...added].toSorted());
      expect(version).toBe(41);
    });

    test("all owners go or step down, and the last one stays", async ({ organization: { organizations } }) => {
      const owners = Array.from({ length: 20 }, aMember);
      const mine = owners.reduce((builder, userId) => builder.ownedBy(userId), anOrganization()).build();
      const { id } = mine.snapshot;
      await organizations.create(mine);
      const outcomes = await Promise.allSettled(
        owners.map((userId, n) =>
          organizations.update(id, (stored) =>
            n % 2 === 0 ? stored.removeMember(userId, userId) : stored.changeRole(userId, userId, "member"),
          ),
        ),
      );
      const refused = outcomes.filter(({ status }) => status === "rejected");
      expect(refused).toEqual([{ status: "rejected", reason: expect.any(LastOwner) }]);
      const { members } = (await organizations.read(id)).snapshot;
      expect(members.filter(({ role }) => role === "owner")).toHaveLength(1);
    });
  });
}

import { describe, expect } from "vitest";
import type { InvitationPosition } from "#application/organization/invitation-directory.ts";
import { OrganizationNotFound, RoleNotSufficient } from "#domain/organization/errors.ts";
import type { OrganizationId } from "#domain/organization/organization.ts";
import { Email } from "#domain/shared/email.ts";
import type { OrganizationAdapters, OrganizationTest } from "#test/support/organization/organization-adapters.ts";
import { aMember, anOrganization } from "#test/support/organization/organization-builder.ts";

const [ada, grace, member, stranger] = [aMember(), aMember(), aMember(), aMember()];

/** What every `InvitationDirectory` promises. */
export function invitationDirectoryContract(test: OrganizationTest): void {
  describe.for(Object.entries(kinds))("the open %s", ([, { make, list }]) => {
    test("are those that can be taken, newest first, without what lets somebody in", async ({ organization }) => {
      const id = await founded(organization);
      const [closed, withdrawn] = [await make(organization, id), await make(organization, id)];
      const older = await make(organization, id);
      organization.clock.forward({ days: 1 });
      const newer = await make(organization, id);
      await make(organization, await founded(organization));
      expect((await list(organization, { by: ada, id, limit: 10 })).items).toHaveLength(4);
      await closed.close();
      await withdrawn.withdraw();
      const { items, next } = await list(organization, { by: grace, id, limit: 10 });
      expect(items).toStrictEqual([newer.listing, older.listing]);
      expect(next).toBeUndefined();
    });

    test("don't have those that have expired", async ({ organization }) => {
      const id = await founded(organization);
      const { listing } = await make(organization, id);
      const query = { by: ada, id, limit: 10 };
      organization.clock.forward({ days: 7, milliseconds: -1 });
      expect((await list(organization, query)).items).toStrictEqual([listing]);
      organization.clock.forward({ milliseconds: 1 });
      expect((await list(organization, query)).items).toEqual([]);
    });

    test("come in pages that leave nothing out, also those of one moment, while there are new ones", async ({
      organization,
    }) => {
      const id = await founded(organization);
      const made: string[] = [];
      for (let n = 0; n < 5; n++) {
        made.unshift((await make(organization, id)).listing.id);
        if (n % 2 === 0) organization.clock.forward({ minutes: 1 });
      }
      const seen: string[] = [];
      let after: InvitationPosition | undefined;
      do {
        const page = await list(organization, { by: ada, id, limit: 2, after });
        seen.push(...page.items.map((item) => item.id));
        after = page.next && { id: page.next.id, expiresAt: page.next.expiresAt };
        organization.clock.forward({ minutes: 1 });
        await make(organization, id);
      } while (after !== undefined);
      expect(seen).toEqual(made);
    });

    test("are for owners and admins only", async ({ organization }) => {
      const id = await founded(organization);
      await expect(list(organization, { by: member, id, limit: 10 })).rejects.toThrow(RoleNotSufficient);
      await expect(list(organization, { by: stranger, id, limit: 10 })).rejects.toThrow(OrganizationNotFound);
    });
  });
}

type ListOf<Name extends "invitations" | "links"> = (
  adapters: OrganizationAdapters,
  query: Parameters<OrganizationAdapters["invitationDirectory"][Name]>[0],
) => ReturnType<OrganizationAdapters["invitationDirectory"][Name]>;

const kinds = {
  invitations: {
    list: (({ invitationDirectory, clock }, query) =>
      invitationDirectory.invitations(query, clock.now())) as ListOf<"invitations">,
    make: async ({ invitations, invitationFactory }: OrganizationAdapters, organizationId: OrganizationId) => {
      const email = Email.parse("barbara@example.com");
      const tokenHash = `hash of ${aMember()}`;
      const invitation = invitationFactory.invite({ organizationId, email, role: "admin", invitedBy: ada, tokenHash });
      await invitations.create(invitation);
      const { id, role, invitedBy, createdAt, expiresAt } = invitation.snapshot;
      return {
        listing: { id, email: "barbara@example.com", role, invitedBy, createdAt, expiresAt },
        close: () => invitations.update(tokenHash, (stored) => stored.accept(stranger)),
        withdraw: () => invitations.remove({ organizationId, id }),
      };
    },
  },
  "invitation links": {
    list: (({ invitationDirectory, clock }, query) => invitationDirectory.links(query, clock.now())) as ListOf<"links">,
    make: async ({ invitationLinks, invitationFactory }: OrganizationAdapters, organizationId: OrganizationId) => {
      const code = `code ${aMember()}`;
      const link = invitationFactory.link({ organizationId, role: "member", invitedBy: ada, code, maxUses: 2 });
      await invitationLinks.create(link);
      const use = () => invitationLinks.update(code, (stored) => stored.use(stranger));
      await use();
      const { id, role, invitedBy, createdAt, expiresAt } = link.snapshot;
      return {
        listing: { id, role, invitedBy, maxUses: 2, uses: 1, createdAt, expiresAt },
        close: use,
        withdraw: () => invitationLinks.remove({ organizationId, id }),
      };
    },
  },
};

async function founded({ organizations }: OrganizationAdapters): Promise<OrganizationId> {
  const organization = anOrganization().ownedBy(ada).withMember(grace, "admin").withMember(member).build();
  await organizations.create(organization);
  return organization.snapshot.id;
}

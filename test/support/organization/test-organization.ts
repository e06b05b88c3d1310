import { createOrganizationUseCases } from "#application/organization/organization.ts";
import type { InvitationMail } from "#application/organization/invitation-mail.ts";
import { randomTokens } from "#infrastructure/organization/random-tokens.ts";
import { inMemoryAdapters } from "./in-memory-adapters.ts";
import type { OrganizationAdapters } from "./organization-adapters.ts";
import { aMember } from "./organization-builder.ts";

class RecordedMail implements InvitationMail {
  readonly sent: { readonly to: string; readonly organization: string; readonly token: string }[] = [];

  async send(to: { toString(): string }, organization: string, token: string): Promise<void> {
    this.sent.push({ to: to.toString(), organization, token });
  }
}

/** All use cases of organization on the given adapters, with mails that are only written down. */
export function testOrganization(adapters: OrganizationAdapters) {
  const invitationMail = new RecordedMail();
  const useCases = createOrganizationUseCases({ ...adapters, invitationTokens: randomTokens, invitationMail });
  return {
    ...adapters,
    useCases,
    mails: invitationMail.sent,
    /** An organization with an owner, an admin and a member. */
    async founded() {
      const [owner, admin, member] = [aMember(), aMember(), aMember()];
      const { id } = await useCases.createOrganization({ by: owner, name: "Acme", slug: "acme", externalId: null });
      await useCases.addMember({ by: owner, id, userId: admin, role: "admin" });
      await useCases.addMember({ by: owner, id, userId: member, role: "member" });
      return { id, owner, admin, member };
    },
  };
}

/** All use cases of organization without a database: `const { useCases, founded, mails } = inMemoryOrganization()`. */
export const inMemoryOrganization = () => testOrganization(inMemoryAdapters());

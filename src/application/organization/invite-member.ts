import type { InvitationSnapshot } from "#domain/organization/invitation.ts";
import type { MemberId, MemberRole } from "#domain/organization/member.ts";
import type { OrganizationId } from "#domain/organization/organization.ts";
import { Email } from "#domain/shared/email.ts";
import type { Ports } from "./ports.ts";

export interface InviteMemberCommand {
  readonly by: MemberId;
  readonly id: OrganizationId;
  readonly email: string;
  readonly role: MemberRole;
}

type InvitePorts = Pick<
  Ports,
  "organizations" | "invitations" | "invitationFactory" | "invitationTokens" | "invitationMail"
>;

/** Mails a token that is good once. @throws InvalidEmail, OrganizationNotFound, RoleNotSufficient */
export const inviteMember =
  ({ organizations, invitations, invitationFactory, invitationTokens, invitationMail }: InvitePorts) =>
  async ({ by, id, role, ...command }: InviteMemberCommand): Promise<InvitationSnapshot> => {
    const email = Email.parse(command.email);
    const organization = await organizations.read(id);
    organization.refuseUnlessManager(by, role);

    const token = invitationTokens.make();
    const tokenHash = invitationTokens.hashOf(token);
    const invitation = invitationFactory.invite({ organizationId: id, email, role, invitedBy: by, tokenHash });
    await invitations.create(invitation);
    await invitationMail.send(email, organization.snapshot.name, token);
    return invitation.snapshot;
  };

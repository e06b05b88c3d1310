import type { MemberId } from "#domain/organization/member.ts";
import { acceptInvitationLink } from "./accept-invitation-link.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { addMember } from "./add-member.ts";
import { addRoom } from "./add-room.ts";
import { changeMemberRole } from "./change-member-role.ts";
import { changeRoom } from "./change-room.ts";
import { connectIntegration } from "./connect-integration.ts";
import { createInvitationLink } from "./create-invitation-link.ts";
import { createOrganization } from "./create-organization.ts";
import { disconnectIntegration } from "./disconnect-integration.ts";
import { inviteMember } from "./invite-member.ts";
import type { OpenInvitationsQuery } from "./invitation-directory.ts";
import type { Ports } from "./ports.ts";
import { readRoom } from "./read-room.ts";
import { removeMember } from "./remove-member.ts";
import { removeRoom } from "./remove-room.ts";
import { replaceMembers } from "./replace-members.ts";
import { reviseOrganization } from "./revise-organization.ts";
import { withdrawInvitationLink } from "./withdraw-invitation-link.ts";
import { withdrawInvitation } from "./withdraw-invitation.ts";

export type OrganizationUseCases = ReturnType<typeof createOrganizationUseCases>;

/** All that the organization context can do. What only reads is its directory, as it is. */
export const createOrganizationUseCases = (ports: Ports) => ({
  directory: ports.organizationDirectory,
  createOrganization: createOrganization(ports),
  reviseOrganization: reviseOrganization(ports),

  addMember: addMember(ports),
  changeMemberRole: changeMemberRole(ports),
  removeMember: removeMember(ports),
  replaceMembers: replaceMembers(ports),

  inviteMember: inviteMember(ports),
  acceptInvitation: acceptInvitation(ports),
  withdrawInvitation: withdrawInvitation(ports),
  listInvitations: (query: OpenInvitationsQuery) => ports.invitationDirectory.invitations(query, ports.clock.now()),

  createInvitationLink: createInvitationLink(ports),
  acceptInvitationLink: acceptInvitationLink(ports),
  withdrawInvitationLink: withdrawInvitationLink(ports),
  listInvitationLinks: (query: OpenInvitationsQuery) => ports.invitationDirectory.links(query, ports.clock.now()),

  addRoom: addRoom(ports),
  readRoom: readRoom(ports),
  changeRoom: changeRoom(ports),
  removeRoom: removeRoom(ports),

  listIntegrations: (userId: MemberId) => ports.integrations.list(userId),
  connectIntegration: connectIntegration(ports),
  disconnectIntegration: disconnectIntegration(ports),
});

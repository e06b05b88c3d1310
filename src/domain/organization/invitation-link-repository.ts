import type { Change } from "#domain/shared/change.ts";
import type { InvitationLink, InvitationLinkSnapshot } from "./invitation-link.ts";

/** A link is withdrawn from its organization only, so that nobody reaches another one's. */
export type InvitationLinkKey = Pick<InvitationLinkSnapshot, "organizationId" | "id">;

export interface InvitationLinkRepository {
  create(link: InvitationLink): Promise<void>;

  /** @throws InvitationNotFound; what `change` throws */
  update(code: string, change: Change<InvitationLink>): Promise<InvitationLink>;

  /** Withdraws it. @throws InvitationNotFound */
  remove(key: InvitationLinkKey): Promise<void>;
}

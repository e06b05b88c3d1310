import type { Change } from "#domain/shared/change.ts";
import type { Invitation, InvitationSnapshot } from "./invitation.ts";

/** An invitation is withdrawn from its organization only, so that nobody reaches another one's. */
export type InvitationKey = Pick<InvitationSnapshot, "organizationId" | "id">;

export interface InvitationRepository {
  create(invitation: Invitation): Promise<void>;

  /** @throws InvitationNotFound; what `change` throws */
  update(tokenHash: string, change: Change<Invitation>): Promise<Invitation>;

  /** Withdraws it. @throws InvitationNotFound, InvitationAlreadyAccepted */
  remove(key: InvitationKey): Promise<void>;
}

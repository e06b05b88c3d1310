import type { Change } from "#domain/shared/change.ts";
import type { Invitation } from "./invitation.ts";

export interface InvitationRepository {
  create(invitation: Invitation): Promise<void>;

  /** @throws InvitationNotFound; what `change` throws */
  update(tokenHash: string, change: Change<Invitation>): Promise<Invitation>;
}

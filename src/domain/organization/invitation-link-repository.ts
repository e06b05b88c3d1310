import type { Change } from "#domain/shared/change.ts";
import type { InvitationLink } from "./invitation-link.ts";

export interface InvitationLinkRepository {
  create(link: InvitationLink): Promise<void>;

  /** @throws InvitationNotFound; what `change` throws */
  update(code: string, change: Change<InvitationLink>): Promise<InvitationLink>;
}

import { AdministratorsOnly } from "#domain/identity/errors.ts";
import type { UserId } from "#domain/identity/user.ts";

/**
 * An access token keeps its role for a while: whoever was demoted or deleted must not undo that with it.
 *
 * @param administrators as `lockAdministrators` returned them
 * @throws AdministratorsOnly
 */
export function refuseUnlessAdministrator(administrators: readonly UserId[], by: UserId): void {
  if (!administrators.includes(by)) throw new AdministratorsOnly();
}

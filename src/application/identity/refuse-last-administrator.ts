import { LastAdministrator } from "#domain/identity/errors.ts";
import type { UserId } from "#domain/identity/user.ts";

/**
 * For whoever is to be an administrator no longer.
 *
 * @param administrators as `lockAdministrators` returned them
 * @throws LastAdministrator
 */
export function refuseLastAdministrator(administrators: readonly UserId[], userId: UserId): void {
  if (administrators.length === 1 && administrators[0] === userId) throw new LastAdministrator();
}

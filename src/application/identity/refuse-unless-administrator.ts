import { AdministratorsOnly } from "#domain/identity/errors.ts";
import type { UserId } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";

/**
 * An access token keeps its role for a while: whoever was demoted or deleted must not undo that with it. Locks the
 * administrator until the end of the transaction, so that of two who demote each other one is refused.
 *
 * @throws AdministratorsOnly, UserNotFound
 */
export async function refuseUnlessAdministrator({ users }: Pick<Ports, "users">, by: UserId): Promise<void> {
  await users.update(by, ({ snapshot }) => {
    if (snapshot.role !== "admin" || snapshot.deletedAt !== null) throw new AdministratorsOnly();
  });
}

import {
  EmailAlreadyTaken,
  OutsideIdentityAlreadyLinked,
  UserIsDeleted,
  UserNotFound,
} from "#domain/identity/errors.ts";
import { type OutsideIdentity, parseOutsideIdentity } from "#domain/identity/outside-identity.ts";
import { PersonName } from "#domain/identity/person-name.ts";
import type { UserSnapshot } from "#domain/identity/user.ts";
import { Email } from "#domain/shared/email.ts";
import type { Ports } from "./ports.ts";

export interface GetOrCreateOutsideUserCommand {
  readonly provider: string;
  readonly subject: string;
  readonly email: string;
  readonly name: string;
}

/**
 * The user of an account at an outside identity provider, made where there is none. However many ask at once, it is one
 * user. An address that a user has already isn't taken over: nobody has proven that both are the same person.
 *
 * @throws InvalidOutsideIdentity, InvalidEmail, InvalidPersonName, EmailAlreadyTaken, UserIsDeleted
 */
export const getOrCreateOutsideUser =
  ({ users, userFactory }: Pick<Ports, "users" | "userFactory">) =>
  async (
    command: GetOrCreateOutsideUserCommand,
  ): Promise<{ readonly user: UserSnapshot; readonly created: boolean }> => {
    const identity = parseOutsideIdentity(command.provider, command.subject);
    const email = Email.parse(command.email);
    const name = PersonName.parse(command.name);

    const existing = await findUser(users, identity);
    if (existing !== undefined) return { user: existing, created: false };
    try {
      const user = userFactory.registerFromOutside({ email, name, identity });
      await users.create(user);
      return { user: user.snapshot, created: true };
    } catch (error) {
      if (!(error instanceof OutsideIdentityAlreadyLinked || error instanceof EmailAlreadyTaken)) throw error;
      const winner = await findUser(users, identity);
      if (winner === undefined) throw error;
      return { user: winner, created: false };
    }
  };

async function findUser(users: Ports["users"], identity: OutsideIdentity): Promise<UserSnapshot | undefined> {
  try {
    const { snapshot } = await users.readByOutsideIdentity(identity);
    if (snapshot.deletedAt !== null) throw new UserIsDeleted();
    return snapshot;
  } catch (error) {
    if (error instanceof UserNotFound) return undefined;
    throw error;
  }
}

import { UserNotFound, WrongCredentials } from "#domain/identity/errors.ts";
import type { UserSnapshot } from "#domain/identity/user.ts";
import { Email, InvalidEmail } from "#domain/shared/email.ts";
import type { Ports } from "./ports.ts";
import { type Device, type IssuedTokens, startSession } from "./start-session.ts";

export interface LogInCommand extends Device {
  readonly email: string;
  readonly password: string;
}

type LogInPorts = Pick<Ports, "users" | "sessions" | "sessionFactory" | "passwords" | "tokens" | "transactions">;

/** The same answer, after the same time, whether the address is unknown or the password wrong. @throws WrongCredentials */
export const logIn =
  ({ users, passwords, transactions, ...ports }: LogInPorts) =>
  async ({ email, password, userAgent, ip }: LogInCommand): Promise<IssuedTokens> => {
    const user = await findUser(users, email);
    const right = await passwords.verify(password, user?.passwordHash ?? null);
    if (user === undefined || !right) throw new WrongCredentials();
    return transactions.run(async () => {
      // Locks the user: whoever changes the password meanwhile, or deletes the user, would not end this session.
      const { snapshot: present } = await users.update(user.id, ({ snapshot }) => {
        if (snapshot.passwordHash !== user.passwordHash || snapshot.deletedAt !== null) throw new WrongCredentials();
      });
      return startSession(ports, present, { userAgent, ip });
    });
  };

async function findUser(users: Ports["users"], email: string): Promise<UserSnapshot | undefined> {
  try {
    return (await users.readByEmail(Email.parse(email))).snapshot;
  } catch (error) {
    if (error instanceof UserNotFound || error instanceof InvalidEmail) return undefined;
    throw error;
  }
}

import { WrongPassword } from "#domain/identity/errors.ts";
import type { UserId, UserSnapshot } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";

/** Makes sure that it is the user who asks. Returns the user as it was then. @throws UserNotFound, WrongPassword */
export async function confirmPassword(
  { users, passwords }: Pick<Ports, "users" | "passwords">,
  userId: UserId,
  password: string,
): Promise<UserSnapshot> {
  const { snapshot } = await users.read(userId);
  if (!(await passwords.verify(password, snapshot.passwordHash))) throw new WrongPassword();
  return snapshot;
}

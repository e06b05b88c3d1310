import { WrongPassword } from "#domain/identity/errors.ts";
import { Password } from "#domain/identity/password.ts";
import type { UserId } from "#domain/identity/user.ts";
import { confirmPassword } from "./confirm-password.ts";
import type { Ports } from "./ports.ts";

export interface ChangePasswordCommand {
  readonly userId: UserId;
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** Whoever was logged in with the old password is logged out. @throws InvalidPassword, WrongPassword, UserNotFound, UserIsDeleted */
export const changePassword =
  ({ users, sessions, passwords, transactions }: Pick<Ports, "users" | "sessions" | "passwords" | "transactions">) =>
  async ({ userId, currentPassword, newPassword }: ChangePasswordCommand): Promise<void> => {
    const password = Password.parse(newPassword);
    const before = await confirmPassword({ users, passwords }, userId, currentPassword);
    const passwordHash = await passwords.hash(password.reveal());
    await transactions.run(async () => {
      await users.update(userId, (user) => {
        if (user.snapshot.passwordHash !== before.passwordHash) throw new WrongPassword();
        user.changePassword(passwordHash);
      });
      await sessions.updateAllOf(userId, (session) => session.logOut());
    });
  };

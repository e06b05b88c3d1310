import { WrongPassword } from "#domain/identity/errors.ts";
import type { User, UserId, UserSnapshot } from "#domain/identity/user.ts";
import { Email } from "#domain/shared/email.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import { confirmPassword } from "./confirm-password.ts";
import type { Ports } from "./ports.ts";
import { sendVerification } from "./send-verification.ts";

export interface ChangeEmailCommand extends UpdateOptions {
  readonly userId: UserId;
  readonly email: string;
  readonly password: string;
}

/** @throws InvalidEmail, EmailAlreadyTaken, WrongPassword, UserNotFound, UserIsDeleted, ConcurrencyConflict */
export const changeEmail =
  (ports: Pick<Ports, "users" | "passwords" | "tokens" | "verificationMail">) =>
  async ({ userId, email, password, expectedVersion }: ChangeEmailCommand): Promise<UserSnapshot> => {
    const newEmail = Email.parse(email);
    const before = await confirmPassword(ports, userId, password);
    const change = (user: User) => {
      if (user.snapshot.passwordHash !== before.passwordHash) throw new WrongPassword();
      user.changeEmail(newEmail);
    };
    const { snapshot } = await ports.users.update(userId, change, { expectedVersion });
    if (snapshot.emailVerifiedAt === null) await sendVerification(ports, snapshot);
    return snapshot;
  };

import { InvalidToken } from "#domain/identity/errors.ts";
import { Email } from "#domain/shared/email.ts";
import type { Ports } from "./ports.ts";

/** @throws InvalidToken, EmailAlreadyVerified, UserNotFound, UserIsDeleted */
export const verifyEmail =
  ({ users, tokens }: Pick<Ports, "users" | "tokens">) =>
  async (token: string): Promise<void> => {
    const { userId, email } = await tokens.readEmailVerification(token);
    await users.update(userId, (user) => {
      if (!Email.parse(user.snapshot.email).equals(email)) throw new InvalidToken();
      user.verifyEmail();
    });
  };

import { EmailAlreadyVerified } from "#domain/identity/errors.ts";
import type { UserId } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";
import { sendVerification } from "./send-verification.ts";

/** Sends the verification mail again. @throws UserNotFound, EmailAlreadyVerified */
export const requestEmailVerification =
  ({ users, ...ports }: Pick<Ports, "users" | "tokens" | "verificationMail">) =>
  async (userId: UserId): Promise<void> => {
    const { snapshot } = await users.read(userId);
    if (snapshot.emailVerifiedAt !== null) throw new EmailAlreadyVerified();
    await sendVerification(ports, snapshot);
  };

import type { UserSnapshot } from "#domain/identity/user.ts";
import { Email } from "#domain/shared/email.ts";
import type { Ports } from "./ports.ts";

/** Asks the owner of a user's e-mail address to verify it. After the commit: a mail can't be taken back. */
export async function sendVerification(
  { tokens, verificationMail }: Pick<Ports, "tokens" | "verificationMail">,
  user: UserSnapshot,
): Promise<void> {
  const email = Email.parse(user.email);
  await verificationMail.send(email, await tokens.issueEmailVerification(user.id, email));
}

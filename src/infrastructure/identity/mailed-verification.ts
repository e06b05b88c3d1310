import type { VerificationMail } from "#application/identity/verification-mail.ts";
import type { Email } from "#domain/shared/email.ts";
import type { Mailer } from "#infrastructure/shared/mail/mailer.ts";

export class MailedVerification implements VerificationMail {
  readonly #mailer: Mailer;
  readonly #publicUrl: string;

  constructor(mailer: Mailer, publicUrl: string) {
    this.#mailer = mailer;
    this.#publicUrl = publicUrl;
  }

  send(to: Email, token: string): Promise<void> {
    return this.#mailer.send({
      to: to.toString(),
      subject: "Please verify your e-mail address",
      text:
        "To verify that this address is yours, send this token within 24 hours " +
        `to POST ${this.#publicUrl}/v1/email-verifications:\n\n${token}\n\n` +
        "If you didn't ask for this, do nothing.",
    });
  }
}

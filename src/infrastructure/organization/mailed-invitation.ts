import type { InvitationMail } from "#application/organization/invitation-mail.ts";
import type { Email } from "#domain/shared/email.ts";
import type { Mailer } from "#infrastructure/shared/mail/mailer.ts";

export class MailedInvitation implements InvitationMail {
  readonly #mailer: Mailer;
  readonly #publicUrl: string;

  constructor(mailer: Mailer, publicUrl: string) {
    this.#mailer = mailer;
    this.#publicUrl = publicUrl;
  }

  send(to: Email, organization: string, token: string): Promise<void> {
    return this.#mailer.send({
      to: to.toString(),
      subject: `You are invited to ${organization}`,
      text:
        `To join ${organization}, log in and send this token within a week ` +
        `to POST ${this.#publicUrl}/v1/invitations/accept:\n\n${token}\n\n` +
        "If you don't want to, do nothing.",
    });
  }
}

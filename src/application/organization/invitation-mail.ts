import type { Email } from "#domain/shared/email.ts";

export interface InvitationMail {
  /** Sends the token with which its receiver joins the organization. Never rejects: who got no mail is invited again. */
  send(to: Email, organization: string, token: string): Promise<void>;
}

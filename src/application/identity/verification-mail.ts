import type { Email } from "#domain/shared/email.ts";

export interface VerificationMail {
  /** Sends the token with which the owner of the address proves that it is theirs. Never rejects: a lost mail is asked for again. */
  send(to: Email, token: string): Promise<void>;
}

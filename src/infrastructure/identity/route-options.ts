import type { Identity } from "#application/identity/identity.ts";
import type { Authentication } from "#infrastructure/shared/http/authentication.ts";

export interface IdentityRoutesOptions {
  readonly identity: Identity;
  readonly authentication: Authentication;
  /** Requests per minute from one address to where mails are sent, or passwords or tokens could be guessed. */
  readonly logInsPerMinute: number;
}

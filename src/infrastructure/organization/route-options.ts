import type { OrganizationUseCases } from "#application/organization/organization.ts";
import type { Authentication } from "#infrastructure/shared/http/authentication.ts";

export interface OrganizationRoutesOptions {
  readonly organization: OrganizationUseCases;
  readonly authentication: Authentication;
  /** Requests per minute from one address that send a mail to somebody who hasn't asked for one. */
  readonly invitationsPerMinute: number;
}

import type { OrganizationUseCases } from "#application/organization/organization.ts";
import type { Authentication } from "#infrastructure/shared/http/authentication.ts";

export interface OrganizationRoutesOptions {
  readonly organization: OrganizationUseCases;
  readonly authentication: Authentication;
}

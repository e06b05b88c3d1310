import { PostgresIntegrations } from "#infrastructure/organization/postgres-integrations.ts";
import { PostgresInvitationDirectory } from "#infrastructure/organization/postgres-invitation-directory.ts";
import { PostgresInvitationLinkRepository } from "#infrastructure/organization/postgres-invitation-link-repository.ts";
import { PostgresInvitationRepository } from "#infrastructure/organization/postgres-invitation-repository.ts";
import { PostgresOrganizationDirectory } from "#infrastructure/organization/postgres-organization-directory.ts";
import { PostgresOrganizationRepository } from "#infrastructure/organization/postgres-organization-repository.ts";
import { PostgresRoomRepository } from "#infrastructure/organization/postgres-room-repository.ts";
import { DataSourceTransactions } from "#infrastructure/shared/database/data-source-transactions.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { test as base } from "#test/support/fixtures.ts";
import { type OrganizationAdapters, testFactories } from "./organization-adapters.ts";

/** The adapters of organization on a `DataSource` of the test's own. */
export function postgresAdapters(dataSource: DataSource): OrganizationAdapters {
  const factories = testFactories();
  return {
    ...factories,
    organizations: new PostgresOrganizationRepository(dataSource, factories.organizationFactory),
    organizationDirectory: new PostgresOrganizationDirectory(dataSource),
    rooms: new PostgresRoomRepository(dataSource, factories.roomFactory),
    invitations: new PostgresInvitationRepository(dataSource, factories.invitationFactory),
    invitationLinks: new PostgresInvitationLinkRepository(dataSource, factories.invitationFactory),
    invitationDirectory: new PostgresInvitationDirectory(dataSource),
    integrations: new PostgresIntegrations(dataSource),
    transactions: new DataSourceTransactions(dataSource),
  };
}

/** `test` with the fixture `organization`: adapters on a database of its own for each test. */
export const test = base.extend("organization", ({ db }) => postgresAdapters(db.dataSource));

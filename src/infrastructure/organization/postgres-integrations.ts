import type { IntegrationListing, Integrations } from "#application/organization/integrations.ts";
import { IntegrationNotFound } from "#domain/organization/errors.ts";
import type { MemberId } from "#domain/organization/member.ts";
import { type ConstraintErrors, translateConstraints } from "#infrastructure/shared/database/constraints.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { connectIntegration, disconnectIntegration, listIntegrations } from "#sql/organization/integration.sql.ts";

const constraintErrors: ConstraintErrors = { user_integrations_integration_fkey: IntegrationNotFound };

export class PostgresIntegrations implements Integrations {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  list(userId: MemberId): Promise<readonly IntegrationListing[]> {
    return this.#dataSource.withConnection((connection) => listIntegrations(connection, { userId }));
  }

  async connect(userId: MemberId, key: string, account: string | null | undefined, now: Date): Promise<void> {
    const accountGiven = account !== undefined;
    const row = { userId, integrationKey: key, connectedAt: now, account: account ?? null, accountGiven };
    await translateConstraints(constraintErrors, () =>
      this.#dataSource.withConnection((connection) => connectIntegration(connection, row)),
    );
  }

  async disconnect(userId: MemberId, key: string): Promise<boolean> {
    const rows = await this.#dataSource.withConnection((connection) =>
      disconnectIntegration(connection, { userId, integrationKey: key }),
    );
    return rows > 0;
  }
}

// Generated from integration.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, many } from "#infrastructure/shared/database/statement.ts";

/**
 * All that there are, each with the user's connection where there is one.
 *
 * @see [integration.sql](../../../sql/organization/integration.sql)
 */
export const listIntegrations = many<
  { userId: string },
  { key: string; name: string; connectedAt: Date | null; account: string | null }
>({
  name: "organization/integration.listIntegrations",
  text: `SELECT integrations.key, integrations.name, own.connected_at, own.account
FROM organization.integrations
LEFT JOIN organization.user_integrations AS own ON own.integration_key = integrations.key AND own.user_id = $1
ORDER BY integrations.key`,
  parameters: ["userId"],
  parameterTypes: [2950],
});

/**
 * Connected already: only the account changes, and only when one is given, which may be NULL.
 *
 * @see [integration.sql](../../../sql/organization/integration.sql)
 */
export const connectIntegration = exec<{
  userId: string;
  integrationKey: string;
  connectedAt: Date;
  account: string | null;
  accountGiven: boolean;
}>({
  name: "organization/integration.connectIntegration",
  text: `INSERT INTO organization.user_integrations (user_id, integration_key, connected_at, account)
VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id, integration_key)
DO UPDATE SET account = CASE WHEN $5::boolean THEN excluded.account ELSE user_integrations.account END`,
  parameters: ["userId", "integrationKey", "connectedAt", "account", "accountGiven"],
  parameterTypes: [2950, 25, 1184, 25, 16],
});

/** @see [integration.sql](../../../sql/organization/integration.sql) */
export const disconnectIntegration = exec<{ userId: string; integrationKey: string }>({
  name: "organization/integration.disconnectIntegration",
  text: `DELETE FROM organization.user_integrations
WHERE user_id = $1 AND integration_key = $2`,
  parameters: ["userId", "integrationKey"],
  parameterTypes: [2950, 25],
});

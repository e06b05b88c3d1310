-- name: listIntegrations :many
-- All that there are, each with the user's connection where there is one.
-- vet: allow unbounded-many: they come with the migrations, a handful
SELECT integrations.key, integrations.name, own.connected_at, own.account
FROM organization.integrations
LEFT JOIN organization.user_integrations AS own ON own.integration_key = integrations.key AND own.user_id = :user_id
ORDER BY integrations.key;

-- name: connectIntegration :exec
-- Connected already: only the account changes, and only when one is given, which may be NULL.
-- param account: nullable
INSERT INTO organization.user_integrations (user_id, integration_key, connected_at, account)
VALUES (:user_id, :integration_key, :connected_at, :account)
ON CONFLICT (user_id, integration_key)
DO UPDATE SET account = CASE WHEN :account_given::boolean THEN excluded.account ELSE user_integrations.account END;

-- name: disconnectIntegration :exec
DELETE FROM organization.user_integrations
WHERE user_id = :user_id AND integration_key = :integration_key;

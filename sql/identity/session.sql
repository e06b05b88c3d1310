-- name: insertSession :exec
INSERT INTO identity.sessions
  (id, user_id, refresh_token_hash, user_agent, ip, version, created_at, last_used_at, expires_at, revoked_at)
VALUES
  (:id, :user_id, :refresh_token_hash, :user_agent, :ip, :version, :created_at, :last_used_at, :expires_at, :revoked_at);

-- name: findSession :maybe
SELECT id, user_id, refresh_token_hash, user_agent, ip, version, created_at, last_used_at, expires_at, revoked_at
FROM identity.sessions
WHERE id = :id;

-- name: lockSession :maybe
-- The session, until the end of the transaction for us alone.
SELECT id, user_id, refresh_token_hash, user_agent, ip, version, created_at, last_used_at, expires_at, revoked_at
FROM identity.sessions
WHERE id = :id
FOR UPDATE;

-- name: lockActiveSessionsOf :many
-- In the order of their ids, so that two who lock several don't wait for each other.
SELECT id, user_id, refresh_token_hash, user_agent, ip, version, created_at, last_used_at, expires_at, revoked_at
FROM identity.sessions
WHERE user_id = :user_id AND revoked_at IS NULL AND expires_at > :now
ORDER BY id
FOR UPDATE;

-- name: updateSession :exec
UPDATE identity.sessions
SET refresh_token_hash = :refresh_token_hash, last_used_at = :last_used_at, revoked_at = :revoked_at, version = version + 1
WHERE id = :id AND version = :version;

// Generated from session.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, many, maybe } from "#infrastructure/shared/database/statement.ts";

/** @see [session.sql](../../../sql/identity/session.sql) */
export const insertSession = exec<{
  id: string;
  userId: string;
  refreshTokenHash: string;
  userAgent: string | null;
  ip: string | null;
  version: number;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
}>({
  name: "identity/session.insertSession",
  text: `INSERT INTO identity.sessions
  (id, user_id, refresh_token_hash, user_agent, ip, version, created_at, last_used_at, expires_at, revoked_at)
VALUES
  ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  parameters: [
    "id",
    "userId",
    "refreshTokenHash",
    "userAgent",
    "ip",
    "version",
    "createdAt",
    "lastUsedAt",
    "expiresAt",
    "revokedAt",
  ],
  parameterTypes: [2950, 2950, 25, 25, 25, 23, 1184, 1184, 1184, 1184],
});

/** @see [session.sql](../../../sql/identity/session.sql) */
export const findSession = maybe<
  { id: string },
  {
    id: string;
    userId: string;
    refreshTokenHash: string;
    userAgent: string | null;
    ip: string | null;
    version: number;
    createdAt: Date;
    lastUsedAt: Date;
    expiresAt: Date;
    revokedAt: Date | null;
  }
>({
  name: "identity/session.findSession",
  text: `SELECT id, user_id, refresh_token_hash, user_agent, ip, version, created_at, last_used_at, expires_at, revoked_at
FROM identity.sessions
WHERE id = $1`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * The session, until the end of the transaction for us alone.
 *
 * @see [session.sql](../../../sql/identity/session.sql)
 */
export const lockSession = maybe<
  { id: string },
  {
    id: string;
    userId: string;
    refreshTokenHash: string;
    userAgent: string | null;
    ip: string | null;
    version: number;
    createdAt: Date;
    lastUsedAt: Date;
    expiresAt: Date;
    revokedAt: Date | null;
  }
>({
  name: "identity/session.lockSession",
  text: `SELECT id, user_id, refresh_token_hash, user_agent, ip, version, created_at, last_used_at, expires_at, revoked_at
FROM identity.sessions
WHERE id = $1
FOR UPDATE`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * In the order of their ids, so that two who lock several don't wait for each other.
 *
 * @see [session.sql](../../../sql/identity/session.sql)
 */
export const lockActiveSessionsOf = many<
  { userId: string; now: Date },
  {
    id: string;
    userId: string;
    refreshTokenHash: string;
    userAgent: string | null;
    ip: string | null;
    version: number;
    createdAt: Date;
    lastUsedAt: Date;
    expiresAt: Date;
    revokedAt: Date | null;
  }
>({
  name: "identity/session.lockActiveSessionsOf",
  text: `SELECT id, user_id, refresh_token_hash, user_agent, ip, version, created_at, last_used_at, expires_at, revoked_at
FROM identity.sessions
WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2
ORDER BY id
FOR UPDATE`,
  parameters: ["userId", "now"],
  parameterTypes: [2950, 1184],
});

/** @see [session.sql](../../../sql/identity/session.sql) */
export const updateSession = exec<{
  refreshTokenHash: string;
  lastUsedAt: Date;
  revokedAt: Date | null;
  id: string;
  version: number;
}>({
  name: "identity/session.updateSession",
  text: `UPDATE identity.sessions
SET refresh_token_hash = $1, last_used_at = $2, revoked_at = $3, version = version + 1
WHERE id = $4 AND version = $5`,
  parameters: ["refreshTokenHash", "lastUsedAt", "revokedAt", "id", "version"],
  parameterTypes: [25, 1184, 1184, 2950, 23],
});

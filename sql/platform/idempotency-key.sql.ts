// Generated from idempotency-key.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, maybe } from "#infrastructure/shared/database/statement.ts";

/**
 * One row when the key is new. Waits for another transaction that has just claimed it.
 *
 * @see [idempotency-key.sql](../../../../sql/platform/idempotency-key.sql)
 */
export const claimIdempotencyKey = exec<{ key: string; attempt: string }>({
  name: "platform/idempotency-key.claimIdempotencyKey",
  text: `INSERT INTO platform.idempotency_keys (key, attempt, created_at)
VALUES ($1, $2, now())
ON CONFLICT (key) DO NOTHING`,
  parameters: ["key", "attempt"],
  parameterTypes: [25, 2950],
});

/**
 * Which attempt has committed the work of a key.
 *
 * @see [idempotency-key.sql](../../../../sql/platform/idempotency-key.sql)
 */
export const findAttempt = maybe<{ key: string }, { attempt: string }>({
  name: "platform/idempotency-key.findAttempt",
  text: `SELECT attempt FROM platform.idempotency_keys WHERE key = $1`,
  parameters: ["key"],
  parameterTypes: [25],
});

/**
 * The oldest, a thousand at a time.
 *
 * @see [idempotency-key.sql](../../../../sql/platform/idempotency-key.sql)
 */
export const forgetIdempotencyKeys = exec<{ hours: number }>({
  name: "platform/idempotency-key.forgetIdempotencyKeys",
  text: `DELETE FROM platform.idempotency_keys
WHERE key IN (
  SELECT key FROM platform.idempotency_keys
  WHERE created_at < now() - make_interval(hours => $1)
  ORDER BY created_at
  LIMIT 1000
  FOR UPDATE SKIP LOCKED
)`,
  parameters: ["hours"],
  parameterTypes: [23],
});

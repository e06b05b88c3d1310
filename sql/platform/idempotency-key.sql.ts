// Generated from idempotency-key.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec } from "#infrastructure/shared/database/statement.ts";

/**
 * One row when the key is new. Waits for another transaction that has just claimed it.
 *
 * @see [idempotency-key.sql](../../../../sql/platform/idempotency-key.sql)
 */
export const claimIdempotencyKey = exec<{ key: string }>({
  name: "platform/idempotency-key.claimIdempotencyKey",
  text: `INSERT INTO platform.idempotency_keys (key, created_at)
VALUES ($1, now())
ON CONFLICT (key) DO NOTHING`,
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

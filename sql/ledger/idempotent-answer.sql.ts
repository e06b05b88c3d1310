// Generated from idempotent-answer.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, one } from "#infrastructure/shared/database/statement.ts";

/**
 * One row when the key is new. Waits for another transaction that has just claimed it.
 *
 * @see [idempotent-answer.sql](../../../sql/ledger/idempotent-answer.sql)
 */
export const claimKey = exec<{ ownerId: string; key: string; requestHash: string; createdAt: Date }>({
  name: "ledger/idempotent-answer.claimKey",
  text: `INSERT INTO ledger.idempotent_answers (owner_id, key, request_hash, created_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (owner_id, key) DO NOTHING`,
  parameters: ["ownerId", "key", "requestHash", "createdAt"],
  parameterTypes: [2950, 25, 25, 1184],
});

/** @see [idempotent-answer.sql](../../../sql/ledger/idempotent-answer.sql) */
export const findAnswer = one<{ ownerId: string; key: string }, { requestHash: string; answer: unknown }>({
  name: "ledger/idempotent-answer.findAnswer",
  text: `SELECT request_hash, answer
FROM ledger.idempotent_answers
WHERE owner_id = $1 AND key = $2`,
  parameters: ["ownerId", "key"],
  parameterTypes: [2950, 25],
});

/** @see [idempotent-answer.sql](../../../sql/ledger/idempotent-answer.sql) */
export const keepAnswer = exec<{ answer: unknown; ownerId: string; key: string }>({
  name: "ledger/idempotent-answer.keepAnswer",
  text: `UPDATE ledger.idempotent_answers
SET answer = $1
WHERE owner_id = $2 AND key = $3`,
  parameters: ["answer", "ownerId", "key"],
  parameterTypes: [3802, 2950, 25],
});

/**
 * The oldest, a thousand at a time.
 *
 * @see [idempotent-answer.sql](../../../sql/ledger/idempotent-answer.sql)
 */
export const forgetAnswers = exec<{ before: Date }>({
  name: "ledger/idempotent-answer.forgetAnswers",
  text: `DELETE FROM ledger.idempotent_answers
WHERE (owner_id, key) IN (
  SELECT owner_id, key FROM ledger.idempotent_answers
  WHERE created_at < $1
  ORDER BY created_at
  LIMIT 1000
  FOR UPDATE SKIP LOCKED
)`,
  parameters: ["before"],
  parameterTypes: [1184],
});

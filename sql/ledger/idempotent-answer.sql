-- name: claimKey :exec
-- One row when the key is new. Waits for another transaction that has just claimed it.
INSERT INTO ledger.idempotent_answers (owner_id, key, request_hash, created_at)
VALUES (:owner_id, :key, :request_hash, :created_at)
ON CONFLICT (owner_id, key) DO NOTHING;

-- name: findAnswer :one
SELECT request_hash, answer
FROM ledger.idempotent_answers
WHERE owner_id = :owner_id AND key = :key;

-- name: keepAnswer :exec
UPDATE ledger.idempotent_answers
SET answer = :answer
WHERE owner_id = :owner_id AND key = :key;

-- name: forgetAnswers :exec
-- The oldest, a thousand at a time.
DELETE FROM ledger.idempotent_answers
WHERE (owner_id, key) IN (
  SELECT owner_id, key FROM ledger.idempotent_answers
  WHERE created_at < :before
  ORDER BY created_at
  LIMIT 1000
  FOR UPDATE SKIP LOCKED
);

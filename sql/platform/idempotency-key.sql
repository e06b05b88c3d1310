-- name: claimIdempotencyKey :exec
-- One row when the key is new. Waits for another transaction that has just claimed it.
INSERT INTO platform.idempotency_keys (key, attempt, created_at)
VALUES (:key, :attempt, now())
ON CONFLICT (key) DO NOTHING;

-- name: findAttempt :maybe
-- Which attempt has committed the work of a key.
SELECT attempt FROM platform.idempotency_keys WHERE key = :key;

-- name: forgetIdempotencyKeys :exec
-- The oldest, a thousand at a time.
DELETE FROM platform.idempotency_keys
WHERE key IN (
  SELECT key FROM platform.idempotency_keys
  WHERE created_at < now() - make_interval(hours => :hours)
  ORDER BY created_at
  LIMIT 1000
  FOR UPDATE SKIP LOCKED
);

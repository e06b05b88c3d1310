CREATE SCHEMA platform;

CREATE TABLE platform.idempotency_keys (
  key text NOT NULL CONSTRAINT idempotency_keys_pkey PRIMARY KEY,
  attempt uuid NOT NULL,
  created_at timestamptz(3) NOT NULL
);

CREATE INDEX idempotency_keys_oldest_idx ON platform.idempotency_keys (created_at);

COMMENT ON TABLE platform.idempotency_keys IS
  'Each row says that the work of that key was committed: it is written in the same transaction.';
COMMENT ON COLUMN platform.idempotency_keys.attempt IS
  'New for each attempt: whose connection was lost during COMMIT knows by it whether it was this one that was committed.';

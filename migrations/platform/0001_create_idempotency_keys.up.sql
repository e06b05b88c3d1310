CREATE SCHEMA platform;

CREATE TABLE platform.idempotency_keys (
  key text NOT NULL CONSTRAINT idempotency_keys_pkey PRIMARY KEY,
  created_at timestamptz(3) NOT NULL
);

CREATE INDEX idempotency_keys_oldest_idx ON platform.idempotency_keys (created_at);

COMMENT ON TABLE platform.idempotency_keys IS
  'Each row says that the work of that key was committed: it is written in the same transaction.';

DROP TABLE platform.idempotency_keys;
DROP SCHEMA platform;

-- UPDATE is for SELECT ... FOR UPDATE: no row is changed.
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.idempotency_keys TO plinth_service;

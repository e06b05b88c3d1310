GRANT SELECT, INSERT, UPDATE ON ledger.accounts TO plinth_service;
-- What moved stays as it is: neither UPDATE nor DELETE.
GRANT SELECT, INSERT ON ledger.transfers, ledger.entries TO plinth_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.idempotent_answers TO plinth_service;
GRANT INSERT ON ledger.events TO plinth_service;

DROP TABLE ledger.events;
DROP TABLE ledger.idempotent_answers;
DROP TABLE ledger.entries;
DROP TABLE ledger.transfers;
DROP TABLE ledger.accounts;
DROP FUNCTION ledger.refuse_change();
DROP SCHEMA ledger;

-- name: insertAccount :exec
INSERT INTO ledger.accounts (id, owner_id, currency, balance, entry_count, version, created_at)
VALUES (:id, :owner_id, :currency, :balance, :entry_count, :version, :created_at);

-- name: findAccount :maybe
SELECT id, owner_id, currency, balance, entry_count, version, created_at
FROM ledger.accounts
WHERE id = :id;

-- name: lockAccounts :many
-- One account or two, until the end of the transaction for us alone; in the order of their ids, so that two who lock the same
-- two don't wait for each other. NO KEY: a foreign key that another transaction checks may still look at the id.
SELECT id, owner_id, currency, balance, entry_count, version, created_at
FROM ledger.accounts
WHERE id = ANY(:ids::uuid[])
ORDER BY id
FOR NO KEY UPDATE;

-- name: updateAccount :exec
UPDATE ledger.accounts
SET balance = :balance, entry_count = :entry_count, version = version + 1
WHERE id = :id AND version = :version;

-- name: insertEntries :exec
-- rows: entries
INSERT INTO ledger.entries (account_id, number, transfer_id, amount, balance_after, created_at)
SELECT :account_id, number, transfer_id, amount, balance_after, created_at
FROM unnest(:number::integer[], :transfer_id::uuid[], :amount::numeric[], :balance_after::numeric[], :created_at::timestamptz[])
  AS given (number, transfer_id, amount, balance_after, created_at);

-- name: listAccounts :many
-- Newest first, from behind the given account on.
-- param after: nullable
SELECT id, currency, balance, created_at
FROM ledger.accounts
WHERE owner_id = :owner_id AND id < coalesce(:after::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY id DESC
LIMIT :limit::integer;

-- name: listEntries :many
-- Newest first, from behind the given entry on.
-- param after: nullable
SELECT entries.number, entries.transfer_id, entries.amount, entries.balance_after, entries.created_at, transfers.reference
FROM ledger.entries
LEFT JOIN ledger.transfers ON transfers.id = entries.transfer_id
WHERE entries.account_id = :account_id AND entries.number <= coalesce(:after::integer - 1, 2147483647)
ORDER BY entries.number DESC
LIMIT :limit::integer;

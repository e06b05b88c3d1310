-- name: insertTransfer :exec
INSERT INTO ledger.transfers (id, ordered_by, from_account_id, to_account_id, amount, reference, created_at)
VALUES (:id, :ordered_by, :from_account_id, :to_account_id, :amount, :reference, :created_at);

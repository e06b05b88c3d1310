// Generated from account.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, many, maybe } from "#infrastructure/shared/database/statement.ts";

/** @see [account.sql](../../../sql/ledger/account.sql) */
export const insertAccount = exec<{
  id: string;
  ownerId: string;
  currency: string;
  balance: string;
  entryCount: number;
  version: number;
  createdAt: Date;
}>({
  name: "ledger/account.insertAccount",
  text: `INSERT INTO ledger.accounts (id, owner_id, currency, balance, entry_count, version, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)`,
  parameters: ["id", "ownerId", "currency", "balance", "entryCount", "version", "createdAt"],
  parameterTypes: [2950, 2950, 25, 1700, 23, 23, 1184],
});

/** @see [account.sql](../../../sql/ledger/account.sql) */
export const findAccount = maybe<
  { id: string },
  {
    id: string;
    ownerId: string;
    currency: string;
    balance: string;
    entryCount: number;
    version: number;
    createdAt: Date;
  }
>({
  name: "ledger/account.findAccount",
  text: `SELECT id, owner_id, currency, balance, entry_count, version, created_at
FROM ledger.accounts
WHERE id = $1`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * One account or two, until the end of the transaction for us alone; in the order of their ids, so that two who lock the same
 * two don't wait for each other. NO KEY: a foreign key that another transaction checks may still look at the id.
 *
 * @see [account.sql](../../../sql/ledger/account.sql)
 */
export const lockAccounts = many<
  { ids: readonly string[] },
  {
    id: string;
    ownerId: string;
    currency: string;
    balance: string;
    entryCount: number;
    version: number;
    createdAt: Date;
  }
>({
  name: "ledger/account.lockAccounts",
  text: `SELECT id, owner_id, currency, balance, entry_count, version, created_at
FROM ledger.accounts
WHERE id = ANY($1::uuid[])
ORDER BY id
FOR NO KEY UPDATE`,
  parameters: ["ids"],
  parameterTypes: [2951],
});

/** @see [account.sql](../../../sql/ledger/account.sql) */
export const updateAccount = exec<{ balance: string; entryCount: number; id: string; version: number }>({
  name: "ledger/account.updateAccount",
  text: `UPDATE ledger.accounts
SET balance = $1, entry_count = $2, version = version + 1
WHERE id = $3 AND version = $4`,
  parameters: ["balance", "entryCount", "id", "version"],
  parameterTypes: [1700, 23, 2950, 23],
});

/** @see [account.sql](../../../sql/ledger/account.sql) */
export const insertEntries = exec<{
  accountId: string;
  entries: readonly {
    number: number;
    transferId: string | null;
    amount: string;
    balanceAfter: string;
    createdAt: Date;
  }[];
}>({
  name: "ledger/account.insertEntries",
  text: `INSERT INTO ledger.entries (account_id, number, transfer_id, amount, balance_after, created_at)
SELECT $1, number, transfer_id, amount, balance_after, created_at
FROM unnest($2::integer[], $3::uuid[], $4::numeric[], $5::numeric[], $6::timestamptz[])
  AS given (number, transfer_id, amount, balance_after, created_at)`,
  parameters: [
    "accountId",
    "entries.number",
    "entries.transferId",
    "entries.amount",
    "entries.balanceAfter",
    "entries.createdAt",
  ],
  parameterTypes: [2950, 1007, 2951, 1231, 1231, 1185],
});

// Generated from account-directory.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { many } from "#infrastructure/shared/database/statement.ts";

/**
 * Newest first, from behind the given account on.
 *
 * @see [account-directory.sql](../../../sql/ledger/account-directory.sql)
 */
export const listAccounts = many<
  { ownerId: string; after: string | null; limit: number },
  { id: string; currency: string; balance: string; createdAt: Date }
>({
  name: "ledger/account-directory.listAccounts",
  text: `SELECT id, currency, balance, created_at
FROM ledger.accounts
WHERE owner_id = $1 AND id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY id DESC
LIMIT $3::integer`,
  parameters: ["ownerId", "after", "limit"],
  parameterTypes: [2950, 2950, 23],
});

/**
 * Newest first, from behind the given entry on.
 *
 * @see [account-directory.sql](../../../sql/ledger/account-directory.sql)
 */
export const listEntries = many<
  { accountId: string; after: number | null; limit: number },
  {
    number: number;
    transferId: string | null;
    amount: string;
    balanceAfter: string;
    createdAt: Date;
    reference: string | null;
  }
>({
  name: "ledger/account-directory.listEntries",
  text: `SELECT entries.number, entries.transfer_id, entries.amount, entries.balance_after, entries.created_at, transfers.reference
FROM ledger.entries
LEFT JOIN ledger.transfers ON transfers.id = entries.transfer_id
WHERE entries.account_id = $1 AND entries.number <= coalesce($2::integer - 1, 2147483647)
ORDER BY entries.number DESC
LIMIT $3::integer`,
  parameters: ["accountId", "after", "limit"],
  parameterTypes: [2950, 23, 23],
});

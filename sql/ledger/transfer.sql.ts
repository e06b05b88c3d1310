// Generated from transfer.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec } from "#infrastructure/shared/database/statement.ts";

/** @see [transfer.sql](../../../sql/ledger/transfer.sql) */
export const insertTransfer = exec<{
  id: string;
  orderedBy: string;
  fromAccountId: string;
  toAccountId: string;
  amount: string;
  reference: string | null;
  createdAt: Date;
}>({
  name: "ledger/transfer.insertTransfer",
  text: `INSERT INTO ledger.transfers (id, ordered_by, from_account_id, to_account_id, amount, reference, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)`,
  parameters: ["id", "orderedBy", "fromAccountId", "toAccountId", "amount", "reference", "createdAt"],
  parameterTypes: [2950, 2950, 2950, 2950, 1700, 25, 1184],
});

import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { run } from "#test/support/ad-hoc-statement.ts";

/** What must be empty: accounts whose balance isn't the sum of their entries, and entries that don't follow each other. */
const faults = `
  SELECT accounts.id
  FROM ledger.accounts
  LEFT JOIN ledger.entries ON entries.account_id = accounts.id
  GROUP BY accounts.id
  HAVING accounts.balance <> coalesce(sum(entries.amount), 0) OR accounts.entry_count <> count(entries.number)
  UNION ALL
  SELECT account_id
  FROM (
    SELECT account_id, number, balance_after,
      sum(amount) OVER so_far AS sum, row_number() OVER so_far AS place
    FROM ledger.entries
    WINDOW so_far AS (PARTITION BY account_id ORDER BY number)
  ) AS running
  WHERE balance_after <> sum OR number <> place
  UNION ALL
  SELECT transfers.id
  FROM ledger.transfers
  LEFT JOIN ledger.entries ON entries.transfer_id = transfers.id
  GROUP BY transfers.id
  HAVING count(*) <> 2 OR sum(entries.amount) <> 0 OR max(entries.amount) <> transfers.amount`;

const contents = `
  SELECT
    (SELECT sum(balance)::text FROM ledger.accounts) AS total,
    (SELECT coalesce(array_agg(key ORDER BY key), '{}') FROM ledger.idempotent_answers) AS keys,
    (SELECT coalesce(array_agg(id::text ORDER BY id), '{}') FROM ledger.transfers) AS transfers,
    (SELECT coalesce(array_agg(account_id || ' ' || number || ' ' || amount ORDER BY account_id, number), '{}')
      FROM ledger.entries WHERE transfer_id IS NULL) AS moves`;

export interface Books {
  /** Ids of accounts and transfers that don't add up. */
  readonly faults: readonly string[];
  /** The sum of all balances. */
  readonly total: string;
  /** The keys whose answers were kept. */
  readonly keys: readonly string[];
  /** The ids of the transfers. */
  readonly transfers: readonly string[];
  /** The deposits and withdrawals: account, number and amount. */
  readonly moves: readonly string[];
}

/** What the tables of the ledger hold, read behind the back of its code. */
export async function readBooks(dataSource: DataSource): Promise<Books> {
  return dataSource.withConnection(async (connection) => {
    const found = await run(connection, faults);
    const [row] = await run(connection, contents);
    return { ...(row as Omit<Books, "faults">), faults: found.map((fault) => (fault as { id: string }).id) };
  });
}

import type { ContextLists, Rows } from "#test/support/lists/list.ts";
import { crowd, id, placeOfReader, placeOrCrowd, reader, time, withCrowd } from "#test/support/lists/rows.ts";

const accounts: Rows = {
  name: "accounts",
  sql: (count) => `
    INSERT INTO ledger.accounts (id, owner_id, currency, balance, entry_count, version, created_at)
    SELECT ${id("n")}, ${crowd(count)}, 'EUR', random(0, 9999), 0, 1, ${time("n")}
    FROM generate_series(1, ${withCrowd(count)}) AS n`,
};

// Every other one is a transfer.
const entries: Rows = {
  name: "entries",
  sql: (count) => `
    INSERT INTO ledger.accounts (id, owner_id, currency, balance, entry_count, version, created_at)
    SELECT ${id("n + 1")}, '${reader}', 'EUR', 100, ${count}, 1, ${time("n")}
    FROM generate_series(1, 1 + ${count} / 100) AS n;
    INSERT INTO ledger.transfers (id, ordered_by, from_account_id, to_account_id, amount, reference, created_at)
    SELECT ${id("n")}, '${reader}', ${id("3")}, '${placeOfReader}', 1, 'Rent ' || n, ${time("n")}
    FROM generate_series(1, ${withCrowd(count)}, 2) AS n;
    INSERT INTO ledger.entries (account_id, number, transfer_id, amount, balance_after, created_at)
    SELECT
      ${placeOrCrowd(count)},
      n, CASE WHEN n % 2 = 1 THEN ${id("n")} END, 1, 100, ${time("n")}
    FROM generate_series(1, ${withCrowd(count)}) AS n`,
};

export const ledgerLists: ContextLists = {
  paged: [
    { name: "accounts", operation: "GET /v1/accounts", path: "/v1/accounts", rows: accounts },
    {
      name: "entries",
      operation: "GET /v1/accounts/{id}/entries",
      path: `/v1/accounts/${placeOfReader}/entries`,
      rows: entries,
    },
  ],
};

import { expect } from "vitest";
import { parseAmount } from "#domain/ledger/amount.ts";
import { StatementFailed } from "#infrastructure/shared/database/errors.ts";
import { run } from "#test/support/ad-hoc-statement.ts";
import { test } from "#test/support/ledger/postgres-adapters.ts";
import { owner, testLedger } from "#test/support/ledger/test-ledger.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const attempts = [
  "UPDATE ledger.entries SET amount = amount + 1",
  "UPDATE ledger.entries SET amount = 1 WHERE false",
  "DELETE FROM ledger.entries",
  "TRUNCATE ledger.entries",
  "TRUNCATE ledger.accounts CASCADE",
  "INSERT INTO ledger.entries SELECT * FROM ledger.entries ON CONFLICT ON CONSTRAINT entries_pkey DO UPDATE SET amount = 1",
  "MERGE INTO ledger.entries AS e USING ledger.accounts AS a ON a.id = e.account_id WHEN MATCHED THEN DELETE",
  "WITH gone AS (DELETE FROM ledger.entries RETURNING 1) SELECT count(*) FROM gone",
  "UPDATE ledger.transfers SET amount = 1",
  "DELETE FROM ledger.transfers",
];

test("nothing changes or removes an entry or a transfer: the database refuses it", async ({ db, ledger }) => {
  const { ledger: useCases, open, transferOf } = testLedger(ledger);
  const [from, to] = [await open("10.00"), await open(null)];
  await useCases.transferMoney(transferOf("4.00", from.id, to.id));
  const before = await ledger.accountDirectory.entriesOf(from.id, owner, 10);

  for (const text of attempts) {
    const failure = await thrownBy(db.dataSource.withConnection((connection) => run(connection, text)));
    expect(failure, text).toBeInstanceOf(StatementFailed);
    expect(failure, text).toMatchObject({
      sqlState: "42501",
      cause: { message: expect.stringContaining("append-only") },
    });
  }
  expect(await ledger.accountDirectory.entriesOf(from.id, owner, 10)).toEqual(before);
  const { snapshot } = await ledger.accounts.update(from.id, (account) => account.deposit(parseAmount("1")));
  expect(snapshot).toMatchObject({ balance: "7.00", entryCount: 3 });
});

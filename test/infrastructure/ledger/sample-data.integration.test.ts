import { expect } from "vitest";
import { parseCurrency } from "#domain/ledger/currency.ts";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { readBooks } from "#test/support/ledger/books.ts";
import { postgresAdapters } from "#test/support/ledger/postgres-adapters.ts";
import { expectSeededOnce, idsOf, withSampleData } from "#test/support/sample-data.ts";

const test = withSampleData("identity", "ledger");

test("there are 400 accounts", async ({ world }) => {
  const count = "SELECT count(*)::int FROM ledger.accounts";
  expect(await world.withConnection((connection) => valueOf(connection, count))).toBe(400);
});

test("the books of the ledger add up", async ({ world }) => {
  const { faults, transfers, total } = await readBooks(world);
  expect(faults).toEqual([]);
  expect(transfers).toHaveLength(5000);
  expect(Number(total)).toBeGreaterThan(0);
  const { accounts, accountDirectory } = postgresAdapters(world);
  for (const id of await idsOf<"Account">(world, "ledger.accounts", 13)) {
    const { ownerId, balance, entryCount, version, currency } = (await accounts.read(id)).snapshot;
    expect(parseCurrency(currency)).toBe(currency);
    expect(version).toBe(entryCount + 1);
    const { items } = await accountDirectory.entriesOf(id, ownerId, 1);
    expect(items).toMatchObject([{ balanceAfter: balance, number: entryCount }]);
  }
});

test("a transfer of the sample world is between accounts of one currency, ordered by who owns the sender's", async ({
  world,
}) => {
  const strange = `SELECT count(*)::int FROM ledger.transfers
    JOIN ledger.accounts AS sender ON sender.id = from_account_id JOIN ledger.accounts AS receiver ON receiver.id = to_account_id
    WHERE sender.currency <> receiver.currency OR ordered_by <> sender.owner_id`;
  expect(await world.withConnection((connection) => valueOf(connection, strange))).toBe(0);
});

test("accounts belong to users", async ({ world }) => {
  const strange = "SELECT id FROM ledger.accounts WHERE owner_id NOT IN (SELECT id FROM identity.users)";
  expect(await world.withConnection((connection) => run(connection, strange))).toEqual([]);
});

test("seeding again changes nothing, and brings nothing back that was removed", async ({ db }) => {
  await expectSeededOnce(
    db,
    "ledger",
    "UPDATE ledger.accounts SET owner_id = '00000000-0000-0000-0000-00000000000a' WHERE currency = 'EUR'",
  );
});

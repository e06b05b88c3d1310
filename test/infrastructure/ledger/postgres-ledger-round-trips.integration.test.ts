import { describe, expect } from "vitest";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { run } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/fixtures.ts";
import { postgresAdapters } from "#test/support/ledger/postgres-adapters.ts";
import { owner, testLedger } from "#test/support/ledger/test-ledger.ts";
import { startProxy } from "#test/support/proxy.ts";

/** The ledger on one open connection, which has prepared no statement yet, and what a work costs there. */
const test = base.extend("measured", async ({ db }, { onCleanup }) => {
  // Held back, so that what is sent together isn't answered in between.
  const proxy = await startProxy(db.url, 5);
  let statements: string[] = [];
  const source = createDataSource({
    url: proxy.url(db.url),
    size: 1,
    observer: {
      statementStarted(name) {
        statements.push(name.replace(/^ledger\/[^.]*\./, ""));
        return () => undefined;
      },
      transactionRetried: () => undefined,
    },
  });
  onCleanup(async () => {
    await source.close();
    await proxy.close();
  });
  await source.withConnection((connection) => run(connection, "SELECT 1"));
  const costOf = async (work: () => Promise<unknown>) => {
    const before = proxy.roundTrips;
    statements = [];
    await work();
    return { roundTrips: proxy.roundTrips - before, statements };
  };
  return { ...testLedger(postgresAdapters(source)), costOf };
});

const save = ["updateAccount", "insertEntries", "appendEvents"];

describe("what moving money costs", () => {
  test("a transfer: 5, for key, locks, accounts, answer and COMMIT", async ({ measured }) => {
    const { ledger, open, transferOf, costOf } = measured;
    const [from, to] = [await open("10.00"), await open(null)];
    expect(await costOf(() => ledger.transferMoney(transferOf("4.00", from.id, to.id)))).toEqual({
      roundTrips: 5,
      statements: ["claimKey", "lockAccounts", "insertTransfer", ...save, ...save, "keepAnswer"],
    });
  });

  test("the same at SERIALIZABLE: 10", async ({ measured }) => {
    const { ledger, open, transferOf, costOf } = measured;
    const [from, to] = [await open("10.00"), await open(null)];
    const update = ["lockAccounts", ...save];
    expect(await costOf(() => ledger.transferMoneySerializable(transferOf("4.00", from.id, to.id)))).toEqual({
      roundTrips: 10,
      statements: ["claimKey", "findAccount", "findAccount", "insertTransfer", ...update, ...update, "keepAnswer"],
    });
  });

  test("a repeated transfer: 3, for key, answer and COMMIT", async ({ measured }) => {
    const { ledger, open, transferOf, costOf } = measured;
    const [from, to] = [await open("10.00"), await open(null)];
    const command = transferOf("4.00", from.id, to.id);
    await ledger.transferMoney(command);
    expect(await costOf(() => ledger.transferMoney(command))).toEqual({
      roundTrips: 3,
      statements: ["claimKey", "findAnswer"],
    });
  });

  test("a deposit: 5", async ({ measured }) => {
    const { ledger, open, newKey, costOf } = measured;
    const { id: accountId } = await open(null);
    const command = { ownerId: owner, accountId, amount: "1.00", idempotencyKey: newKey() };
    expect(await costOf(() => ledger.depositMoney(command))).toEqual({
      roundTrips: 5,
      statements: ["claimKey", "lockAccounts", ...save, "keepAnswer"],
    });
  });
});

describe("what accounts cost", () => {
  test("to open one: 1; two locked and changed together: 2", async ({ measured }) => {
    const { accounts, ledger, open, costOf } = measured;
    expect(await costOf(() => ledger.openAccount(owner, "EUR"))).toEqual({
      roundTrips: 1,
      statements: ["insertAccount", "appendEvents"],
    });
    const [one, other] = [await open("1.00"), await open("1.00")];
    const nothing = () => accounts.updateBoth(one.id, other.id, () => undefined);
    expect(await costOf(nothing)).toEqual({ roundTrips: 2, statements: ["lockAccounts"] });
  });

  test("to read one, to list them, and a statement with the check of its owner: 1", async ({ measured }) => {
    const { ledger, open, costOf } = measured;
    const { id: accountId } = await open("1.00");
    const page = { ownerId: owner, accountId, limit: 20 };
    expect(await costOf(() => ledger.readAccount(owner, accountId))).toMatchObject({ roundTrips: 1 });
    expect(await costOf(() => ledger.listAccounts(page))).toMatchObject({ roundTrips: 1 });
    expect(await costOf(() => ledger.readStatement(page))).toEqual({
      roundTrips: 1,
      statements: ["findAccount", "listEntries"],
    });
  });
});

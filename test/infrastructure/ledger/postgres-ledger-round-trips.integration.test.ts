import { describe, expect } from "vitest";
import { test as base } from "#test/support/fixtures.ts";
import { postgresAdapters } from "#test/support/ledger/postgres-adapters.ts";
import { owner, testLedger } from "#test/support/ledger/test-ledger.ts";
import { measuredDataSource } from "#test/support/measured-data-source.ts";

/** The ledger on one open connection, which has prepared no statement yet, and what a work costs there. */
const test = base.extend("measured", async ({ db }, { onCleanup }) => {
  const { dataSource, costOf, close } = await measuredDataSource(db);
  onCleanup(close);
  return { ...testLedger(postgresAdapters(dataSource)), costOf };
});

const save = ["account.updateAccount", "account.insertEntries", "event.appendEvents"];

describe("what moving money costs", () => {
  test("a transfer: 5, for key, locks, accounts, answer and COMMIT", async ({ measured }) => {
    const { ledger, open, transferOf, costOf } = measured;
    const [from, to] = [await open("10.00"), await open(null)];
    expect(await costOf(() => ledger.transferMoney(transferOf("4.00", from.id, to.id)))).toEqual({
      roundTrips: 5,
      statements: [
        "idempotent-answer.claimKey",
        "account.lockAccounts",
        "transfer.insertTransfer",
        ...save,
        ...save,
        "idempotent-answer.keepAnswer",
      ],
    });
  });

  test("the same at SERIALIZABLE: 10", async ({ measured }) => {
    const { ledger, open, transferOf, costOf } = measured;
    const [from, to] = [await open("10.00"), await open(null)];
    const update = ["account.lockAccounts", ...save];
    expect(await costOf(() => ledger.transferMoneySerializable(transferOf("4.00", from.id, to.id)))).toEqual({
      roundTrips: 10,
      statements: [
        "idempotent-answer.claimKey",
        "account.findAccount",
        "account.findAccount",
        "transfer.insertTransfer",
        ...update,
        ...update,
        "idempotent-answer.keepAnswer",
      ],
    });
  });

  test("a repeated transfer: 3, for key, answer and COMMIT", async ({ measured }) => {
    const { ledger, open, transferOf, costOf } = measured;
    const [from, to] = [await open("10.00"), await open(null)];
    const command = transferOf("4.00", from.id, to.id);
    await ledger.transferMoney(command);
    expect(await costOf(() => ledger.transferMoney(command))).toEqual({
      roundTrips: 3,
      statements: ["idempotent-answer.claimKey", "idempotent-answer.findAnswer"],
    });
  });

  test("a deposit: 5", async ({ measured }) => {
    const { ledger, open, newKey, costOf } = measured;
    const { id: accountId } = await open(null);
    const command = { ownerId: owner, accountId, amount: "1.00", idempotencyKey: newKey() };
    expect(await costOf(() => ledger.depositMoney(command))).toEqual({
      roundTrips: 5,
      statements: ["idempotent-answer.claimKey", "account.lockAccounts", ...save, "idempotent-answer.keepAnswer"],
    });
  });
});

describe("what accounts cost", () => {
  test("to open one: 1; two locked and changed together: 2", async ({ measured }) => {
    const { accounts, ledger, open, costOf } = measured;
    expect(await costOf(() => ledger.openAccount(owner, "EUR"))).toEqual({
      roundTrips: 1,
      statements: ["account.insertAccount", "event.appendEvents"],
    });
    const [one, other] = [await open("1.00"), await open("1.00")];
    const nothing = () => accounts.updateBoth(one.id, other.id, () => undefined);
    expect(await costOf(nothing)).toEqual({ roundTrips: 2, statements: ["account.lockAccounts"] });
  });

  test("to read one, to list them, and a statement with the check of its owner: 1", async ({ measured }) => {
    const { ledger, open, costOf } = measured;
    const { id: accountId } = await open("1.00");
    const page = { ownerId: owner, accountId, limit: 20 };
    expect(await costOf(() => ledger.readAccount(owner, accountId))).toMatchObject({ roundTrips: 1 });
    expect(await costOf(() => ledger.listAccounts(page))).toMatchObject({ roundTrips: 1 });
    expect(await costOf(() => ledger.readStatement(page))).toEqual({
      roundTrips: 1,
      statements: ["account.findAccount", "account-directory.listEntries"],
    });
  });
});

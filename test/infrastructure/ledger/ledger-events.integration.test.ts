import { expect } from "vitest";
import { test } from "#test/support/ledger/postgres-adapters.ts";
import { owner, testLedger } from "#test/support/ledger/test-ledger.ts";
import { storedEvents } from "#test/support/stored-events.ts";

test("the events of an account are stored with what they lead to", async ({ db, ledger }) => {
  const { ledger: useCases, open, transferOf, newKey } = testLedger(ledger);
  const [{ id: accountId }, other] = [await open(null), await open(null)];
  const command = { ownerId: owner, accountId, amount: "9.00" };
  await useCases.depositMoney({ ...command, idempotencyKey: newKey() });
  const { id: transferId } = await useCases.transferMoney(transferOf("4.00", accountId, other.id));
  await expect(useCases.withdrawMoney({ ...command, idempotencyKey: newKey() })).rejects.toThrow(
    "doesn't hold that much",
  );

  const rows = await storedEvents(db.dataSource, "ledger", accountId);
  const occurredAt = ledger.clock.now();
  const moved = (entryNumber: number, amount: string, balanceAfter: string, transfer: string | null) => ({
    version: entryNumber + 1,
    position: 1,
    type: "MoneyMoved",
    data: { entryNumber, amount, balanceAfter, transferId: transfer },
    occurredAt,
  });
  expect(rows).toEqual([
    { version: 1, position: 1, type: "AccountOpened", data: {}, occurredAt },
    moved(1, "9.00", "9.00", null),
    moved(2, "-4.00", "5.00", transferId),
  ]);
});

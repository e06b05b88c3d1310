import { describe, expect } from "vitest";
import { parseAmount } from "#domain/ledger/amount.ts";
import { OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { anAccount } from "#test/support/ledger/account-builder.ts";
import { readBooks } from "#test/support/ledger/books.ts";
import { postgresAdapters, test } from "#test/support/ledger/postgres-adapters.ts";
import { owner, testLedger } from "#test/support/ledger/test-ledger.ts";
import { startProxy } from "#test/support/proxy.ts";

/** A promise that is kept as soon as it was asked for by two. */
function meetingOfTwo(): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let count = 0;
  return () => {
    if (++count === 2) resolve();
    return promise;
  };
}

describe("a rule over what a transaction reads but doesn't change", () => {
  // Together they must keep 40; each of two, at the same time, takes 60 out of an account of its own.
  test.for([
    { isolation: "read committed", done: 2, left: 0 },
    { isolation: "serializable", done: 1, left: 60 },
  ] as const)("at $isolation: $left is left", async ({ isolation, done, left }, { ledger }) => {
    const { accounts, transactions } = ledger;
    const both = [anAccount().holding("60.00").build(), anAccount().holding("60.00").build()];
    for (const account of both) await accounts.create(account);
    const ids = both.map(({ snapshot }) => snapshot.id);
    const total = async () => {
      const read = await Promise.all(ids.map((id) => accounts.read(id)));
      return read.reduce((sum, { snapshot }) => sum + Number(snapshot.balance), 0);
    };
    const bothHaveRead = meetingOfTwo();

    const outcomes = await Promise.allSettled(
      ids.map((id) =>
        transactions.run(
          async () => {
            const before = await total();
            await bothHaveRead();
            if (before - 60 < 40) throw new Error("they must keep 40");
            await accounts.update(id, (account) => account.withdraw(parseAmount("60")));
          },
          { isolation },
        ),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(done);
    expect(await total()).toBe(left);
  });
});

describe("a transfer whose COMMIT gets no answer", () => {
  test.for(["cut", "cut answer"] as const)("is done once when it is sent again (%s)", async (fault, { db, ledger }) => {
    const { open, transferOf } = testLedger(ledger);
    const [from, to] = [await open("10.00"), await open(null)];
    await using resources = new AsyncDisposableStack();
    const proxy = await startProxy(db.url);
    resources.defer(() => proxy.close());
    const source = createDataSource({ url: proxy.url(db.url), size: 1 });
    resources.defer(() => source.close());
    const useCases = testLedger(postgresAdapters(source)).ledger;

    const command = transferOf("4.00", from.id, to.id);
    proxy.once("COMMIT\0", fault);
    await expect(useCases.transferMoney(command)).rejects.toThrow(OutcomeUnknown);
    const receipt = await useCases.transferMoney(command);
    expect(receipt).toMatchObject({ balanceAfter: "6.00" });
    expect(await readBooks(db.dataSource)).toMatchObject({ faults: [], transfers: [receipt.id] });
    expect((await ledger.accountDirectory.entriesOf(from.id, owner, 9)).items).toHaveLength(2);
  });
});

import { test as base } from "vitest";
import { InMemoryAccountDirectory } from "#infrastructure/ledger/in-memory-account-directory.ts";
import { InMemoryAccountRepository } from "#infrastructure/ledger/in-memory-account-repository.ts";
import { InMemoryIdempotentAnswers } from "#infrastructure/ledger/in-memory-idempotent-answers.ts";
import { InMemoryLedgerStore } from "#infrastructure/ledger/in-memory-ledger-store.ts";
import { InMemoryTransferRepository } from "#infrastructure/ledger/in-memory-transfer-repository.ts";
import { type LedgerAdapters, testFactories } from "./ledger-adapters.ts";

function inMemoryAdapters(): LedgerAdapters {
  const factories = testFactories();
  const store = new InMemoryLedgerStore();
  return {
    ...factories,
    accounts: new InMemoryAccountRepository(store, factories.accountFactory),
    accountDirectory: new InMemoryAccountDirectory(store),
    transfers: new InMemoryTransferRepository(store),
    answers: new InMemoryIdempotentAnswers(store, factories.clock),
    transactions: store,
  };
}

/** `test` with the fixture `ledger`: in-memory adapters of its own for each test. */
export const test = base.extend("ledger", () => inMemoryAdapters());

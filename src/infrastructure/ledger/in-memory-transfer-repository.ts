import { AccountNotFound } from "#domain/ledger/errors.ts";
import type { TransferRepository } from "#domain/ledger/transfer-repository.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import type { InMemoryLedgerStore } from "./in-memory-ledger-store.ts";

/** Keeps the same promises as `PostgresTransferRepository`: both pass the contract suite. */
export class InMemoryTransferRepository implements TransferRepository {
  readonly #store: InMemoryLedgerStore;

  constructor(store: InMemoryLedgerStore) {
    this.#store = store;
  }

  create(transfer: Transfer): Promise<void> {
    return this.#store.run(async () => {
      for (const id of [transfer.fromAccountId, transfer.toAccountId])
        if (!this.#store.accounts.has(id)) throw new AccountNotFound();
      this.#store.transfers.set(transfer.id, transfer);
    });
  }
}

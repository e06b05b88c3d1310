import { AccountNotFound } from "#domain/ledger/errors.ts";
import type { TransferRepository } from "#domain/ledger/transfer-repository.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import { type ConstraintErrors, translateConstraints } from "#infrastructure/shared/database/constraints.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { insertTransfer } from "#sql/ledger/transfer.sql.ts";

const constraintErrors: ConstraintErrors = {
  transfers_from_account_fkey: AccountNotFound,
  transfers_to_account_fkey: AccountNotFound,
};

export class PostgresTransferRepository implements TransferRepository {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async create(transfer: Transfer): Promise<void> {
    const columns = { ...transfer, amount: transfer.amount.toString() };
    await translateConstraints(constraintErrors, () =>
      this.#dataSource.withTransaction(async (transaction) =>
        transaction.commitWith([insertTransfer(transaction, columns)]),
      ),
    );
  }
}

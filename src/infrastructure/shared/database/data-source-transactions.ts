import type { RunOptions, Transactions } from "#application/shared/transactions.ts";
import type { DataSource } from "./data-source.ts";

/** The port `Transactions` on a `DataSource`: repositories called inside join its transaction. */
export class DataSourceTransactions implements Transactions {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  run<T>(work: () => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.#dataSource.withTransaction(work, options);
  }
}

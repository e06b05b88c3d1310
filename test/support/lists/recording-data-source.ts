import type { ConnectionOptions, DataSource, TransactionOptions } from "#infrastructure/shared/database/data-source.ts";
import type { Connection, Statement, StatementResult, Transaction } from "#infrastructure/shared/database/statement.ts";

export interface Call {
  readonly statement: Statement;
  /** By the names of the statement's parameters. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Writes down which statements run on a `DataSource`, with their parameters, so that they can be explained. */
export class RecordingDataSource implements DataSource {
  readonly #inner: DataSource;
  #calls: Call[] = [];

  constructor(inner: DataSource) {
    this.#inner = inner;
  }

  /** What ran since it was asked last. */
  takeCalls(): readonly Call[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  withConnection<T>(work: (connection: Connection) => Promise<T>, options?: ConnectionOptions): Promise<T> {
    return this.#inner.withConnection((connection) => work(this.#recording(connection)), options);
  }

  withTransaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T> {
    return this.#inner.withTransaction(
      (transaction) => work({ ...this.#recording(transaction), commitWith: (saves) => transaction.commitWith(saves) }),
      options,
    );
  }

  #recording(connection: Connection): Connection {
    return {
      execute: <Result = StatementResult>(
        statement: Statement,
        parameters: object,
        read: (answer: StatementResult) => Result = (answer) => answer as Result,
      ): Promise<Result> => {
        this.#calls.push({ statement, parameters: parameters as Call["parameters"] });
        return connection.execute(statement, parameters, read);
      },
    };
  }
}

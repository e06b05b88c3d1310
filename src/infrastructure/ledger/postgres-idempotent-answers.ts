import { createHash } from "node:crypto";
import type { IdempotentAnswers, IdempotentRequest } from "#application/ledger/idempotent-answers.ts";
import { IdempotencyKeyReused } from "#domain/ledger/errors.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { claimKey, findAnswer, forgetAnswers, keepAnswer } from "#sql/ledger/idempotent-answer.sql.ts";

export class PostgresIdempotentAnswers implements IdempotentAnswers {
  readonly #dataSource: DataSource;
  readonly #clock: Clock;

  constructor(dataSource: DataSource, clock: Clock) {
    this.#dataSource = dataSource;
    this.#clock = clock;
  }

  findOrClaim({ ownerId, key, content }: IdempotentRequest): Promise<object | undefined> {
    const requestHash = createHash("sha256").update(JSON.stringify(content)).digest("hex");
    return this.#dataSource.withTransaction(async (transaction) => {
      // Awaited: the claim must be on the server before anything is done, and its count decides what is.
      const claimed = await claimKey(transaction, { ownerId, key, requestHash, createdAt: this.#clock.now() });
      if (claimed === 1) return undefined;
      const { requestHash: first, answer } = await findAnswer(transaction, { ownerId, key });
      if (first !== requestHash) throw new IdempotencyKeyReused();
      return answer as object;
    });
  }

  async keep({ ownerId, key }: IdempotentRequest, answer: object): Promise<void> {
    await this.#dataSource.withTransaction(async (transaction) =>
      transaction.commitWith([keepAnswer(transaction, { ownerId, key, answer })]),
    );
  }

  async forget(before: Date): Promise<number> {
    let forgotten = 0;
    for (;;) {
      const batch = await this.#dataSource.withConnection((connection) => forgetAnswers(connection, { before }));
      forgotten += batch;
      if (batch === 0) return forgotten;
    }
  }
}

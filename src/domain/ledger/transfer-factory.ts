import type { Clock } from "#domain/shared/clock.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";
import { isOneLine } from "#domain/shared/one-line.ts";
import type { AccountId, OwnerId } from "./account.ts";
import type { Amount } from "./amount.ts";
import { InvalidReference, SameAccount } from "./errors.ts";
import type { Transfer } from "./transfer.ts";

interface NewTransfer {
  readonly orderedBy: OwnerId;
  readonly fromAccountId: AccountId;
  readonly toAccountId: AccountId;
  readonly amount: Amount;
  /** What it is for; null: nothing is said. */
  readonly reference: string | null;
}

/** Makes transfers. Nobody else does. */
export class TransferFactory {
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(clock: Clock, ids: IdGenerator) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** @throws SameAccount, InvalidReference */
  order(transfer: NewTransfer): Transfer {
    if (transfer.fromAccountId === transfer.toAccountId) throw new SameAccount();
    const reference = transfer.reference === null ? null : parseReference(transfer.reference);
    return Object.freeze({
      ...transfer,
      reference,
      id: parseId<"Transfer">(this.#ids.next()),
      createdAt: this.#clock.now(),
    });
  }
}

function parseReference(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length < 1 || trimmed.length > 140 || !isOneLine(trimmed)) throw new InvalidReference();
  return trimmed;
}

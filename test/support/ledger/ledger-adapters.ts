import type { Ports } from "#application/ledger/ports.ts";
import { AccountFactory } from "#domain/ledger/account-factory.ts";
import { TransferFactory } from "#domain/ledger/transfer-factory.ts";
import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

/** Where the ledger keeps its things, in memory or in PostgreSQL, with a clock that the test moves. */
export interface LedgerAdapters extends Ports {
  readonly clock: SettableClock;
}

export function testFactories(): Pick<LedgerAdapters, "clock" | "accountFactory" | "transferFactory"> {
  const clock = new SettableClock();
  return {
    clock,
    accountFactory: new AccountFactory(clock, uuidGenerator),
    transferFactory: new TransferFactory(clock, uuidGenerator),
  };
}

/** A `test` with the fixture `ledger`, as a contract suite takes it. */
export interface LedgerTest {
  (name: string, body: (context: { readonly ledger: LedgerAdapters }) => Promise<void>): void;
  for<Case>(
    cases: readonly Case[],
  ): (name: string, body: (given: Case, context: { readonly ledger: LedgerAdapters }) => Promise<void>) => void;
}

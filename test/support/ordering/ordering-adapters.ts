import type { Ports } from "#application/ordering/ports.ts";
import type { Transactions } from "#application/shared/transactions.ts";
import { OrderFactory } from "#domain/ordering/order-factory.ts";
import { randomOrderNumbers } from "#infrastructure/ordering/random-order-numbers.ts";
import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

/** Where ordering keeps its things, in memory or in PostgreSQL, with a clock that the test moves. */
export interface OrderingAdapters extends Ports {
  readonly transactions: Transactions;
  readonly clock: SettableClock;
}

export function testFactory(): Pick<OrderingAdapters, "clock" | "orderFactory"> {
  const clock = new SettableClock();
  return { clock, orderFactory: new OrderFactory(clock, uuidGenerator, randomOrderNumbers) };
}

/** A `test` with the fixture `ordering`, as a contract suite takes it. */
export interface OrderingTest {
  (name: string, body: (context: { readonly ordering: OrderingAdapters }) => Promise<void>): void;
  for<Case>(
    cases: readonly Case[],
  ): (name: string, body: (given: Case, context: { readonly ordering: OrderingAdapters }) => Promise<void>) => void;
}

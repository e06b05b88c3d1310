import { OrderFactory } from "#domain/ordering/order-factory.ts";
import type { Order } from "#domain/ordering/order.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { Money } from "#domain/shared/money.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";
import { ada, chair } from "./order-builder.ts";
import { sequentialOrderNumbers } from "./sequential-order-numbers.ts";

/** Ada's order of two chairs, just placed: unlike what a builder makes, known to be pending. */
export function aPlacedOrder(clock: Clock = new SettableClock()): Order<"pending"> {
  const factory = new OrderFactory(clock, sequentialIds(), sequentialOrderNumbers());
  return factory.place(ada, [{ productId: chair, quantity: 2, unitPrice: Money.parse("12.50") }]);
}

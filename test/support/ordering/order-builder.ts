import { OrderFactory } from "#domain/ordering/order-factory.ts";
import { createItem, type OrderItem, type ProductId, totalOf } from "#domain/ordering/order-item.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";
import type { OrderStatus } from "#domain/ordering/order-status.ts";
import type { CustomerId, Order, OrderSnapshot } from "#domain/ordering/order.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { parseId } from "#domain/shared/id.ts";
import { Money } from "#domain/shared/money.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";
import { sequentialOrderNumbers } from "./sequential-order-numbers.ts";

const ids = sequentialIds();
const orderNumbers = sequentialOrderNumbers();
const created = new Date("2026-01-02T03:04:05.678Z");

export const ada = parseId<"Customer">("ada00000-0000-7000-8000-000000000000");
export const grace = parseId<"Customer">("facade00-0000-7000-8000-000000000000");
export const chair = parseId<"Product">("c0000001-0000-7000-8000-000000000000");
export const table = parseId<"Product">("c0000002-0000-7000-8000-000000000000");
export const lamp = parseId<"Product">("c0000003-0000-7000-8000-000000000000");

/**
 * An order as one that was stored: `anOrder().of(grace).with(table, 2, "99.90").in("shipped").build()`. Without items given
 * it is of one chair for 12.50.
 */
export function anOrder(): OrderBuilder {
  const state: OrderSnapshot = {
    id: parseId(ids.next()),
    orderNumber: orderNumbers.next().toString(),
    customerId: ada,
    status: "pending",
    items: [],
    totalAmount: "0.00",
    version: 1,
    createdAt: created,
    updatedAt: created,
  };
  return new OrderBuilder(state, new OrderBuilder(state).with(chair).items);
}

export class OrderBuilder {
  readonly #state: OrderSnapshot;
  readonly #unlessGiven: readonly OrderItem[];

  constructor(state: OrderSnapshot, unlessGiven: readonly OrderItem[] = []) {
    this.#state = state;
    this.#unlessGiven = unlessGiven;
  }

  get items(): readonly OrderItem[] {
    return this.#state.items.length === 0 ? this.#unlessGiven : this.#state.items;
  }

  of(customerId: CustomerId): OrderBuilder {
    return this.#with({ customerId });
  }

  numbered(index: number): OrderBuilder {
    return this.#with({ orderNumber: OrderNumber.at(index).toString() });
  }

  with(productId: ProductId, quantity = 1, unitPrice = "12.50"): OrderBuilder {
    const item = createItem(parseId(ids.next()), { productId, quantity }, Money.parse(unitPrice));
    return this.#with({ items: [...this.#state.items, item] });
  }

  in(status: OrderStatus): OrderBuilder {
    return this.#with({ status });
  }

  createdAt(createdAt: Date): OrderBuilder {
    return this.#with({ createdAt, updatedAt: createdAt });
  }

  build(clock: Clock = new SettableClock()): Order {
    const state = { ...this.#state, items: this.items, totalAmount: totalOf(this.items) };
    return new OrderFactory(clock, ids, orderNumbers).restore(state);
  }

  #with(change: Partial<OrderSnapshot>): OrderBuilder {
    return new OrderBuilder({ ...this.#state, ...change }, this.#unlessGiven);
  }
}

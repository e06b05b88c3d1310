import type { CustomerOrders, OrderPage, OrderPosition } from "#application/ordering/customer-orders.ts";
import type { CustomerId } from "#domain/ordering/order.ts";
import { toPage } from "#domain/shared/page.ts";
import { newestFirst } from "#infrastructure/shared/in-memory/newest-first.ts";
import type { InMemoryOrderingStore } from "./in-memory-ordering-store.ts";

/** Keeps the same promises as `PostgresCustomerOrders`: both pass the contract suite. */
export class InMemoryCustomerOrders implements CustomerOrders {
  readonly #store: InMemoryOrderingStore;

  constructor(store: InMemoryOrderingStore) {
    this.#store = store;
  }

  async list(customerId: CustomerId, limit: number, after?: OrderPosition): Promise<OrderPage> {
    const rest = [...this.#store.orders.values()]
      .filter((order) => order.customerId === customerId && (after === undefined || newestFirst(order, after) > 0))
      .toSorted(newestFirst);
    return toPage(rest, limit, (last) => last);
  }
}

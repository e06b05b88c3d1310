import { OrderNotFound, OrderNumberTaken } from "#domain/ordering/errors.ts";
import type { OrderFactory } from "#domain/ordering/order-factory.ts";
import type { OrderNumber } from "#domain/ordering/order-number.ts";
import type { OrderRepository, ReadOptions, OrderUpdateOptions } from "#domain/ordering/order-repository.ts";
import type { Order, OrderId, OrderSnapshot } from "#domain/ordering/order.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import type { InMemoryOrderingStore } from "./in-memory-ordering-store.ts";

/** Keeps the same promises as `PostgresOrderRepository`: both pass the contract suite. */
export class InMemoryOrderRepository implements OrderRepository {
  readonly #store: InMemoryOrderingStore;
  readonly #factory: OrderFactory;

  constructor(store: InMemoryOrderingStore, factory: OrderFactory) {
    this.#store = store;
    this.#factory = factory;
  }

  create({ snapshot }: Order): Promise<void> {
    return this.#store.run(async () => {
      const taken = this.#store.orders.values().some(({ orderNumber }) => orderNumber === snapshot.orderNumber);
      if (taken) throw new OrderNumberTaken();
      this.#store.orders.set(snapshot.id, snapshot);
    });
  }

  async read(id: OrderId, options?: ReadOptions): Promise<Order> {
    return this.#restore(this.#store.orders.get(id), options);
  }

  async readByNumber(orderNumber: OrderNumber, options?: ReadOptions): Promise<Order> {
    const number = orderNumber.toString();
    return this.#restore(
      this.#store.orders.values().find((order) => order.orderNumber === number),
      options,
    );
  }

  update(id: OrderId, change: Change<Order>, { expectedVersion, ...options }: OrderUpdateOptions = {}): Promise<Order> {
    return this.#store.run(async () => {
      const order = await this.read(id, options);
      const { version } = order.snapshot;
      if (expectedVersion !== undefined && expectedVersion !== version) {
        throw new ConcurrencyConflict("The order", expectedVersion, version);
      }
      if (!applyChange(order, change)) return order;
      const changed = { ...order.snapshot, version: version + 1 };
      this.#store.orders.set(id, changed);
      return this.#factory.restore(changed);
    });
  }

  #restore(order: OrderSnapshot | undefined, { customerId }: ReadOptions = {}): Order {
    if (order === undefined || (customerId !== undefined && customerId !== order.customerId)) throw new OrderNotFound();
    return this.#factory.restore(order);
  }
}

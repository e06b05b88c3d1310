import { OrderNotFound, OrderNumberTaken } from "#domain/ordering/errors.ts";
import type { OrderFactory } from "#domain/ordering/order-factory.ts";
import type { OrderNumber } from "#domain/ordering/order-number.ts";
import type { OrderRepository, ReadOptions, OrderUpdateOptions } from "#domain/ordering/order-repository.ts";
import type { Order, OrderId } from "#domain/ordering/order.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { type ConstraintErrors, translateConstraints } from "#infrastructure/shared/database/constraints.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { Connection, RowOf } from "#infrastructure/shared/database/statement.ts";
import {
  findItems,
  findOrder,
  findOrderByNumber,
  insertItems,
  insertOrder,
  lockOrder,
  saveItems,
  updateOrder,
} from "#sql/ordering/order.sql.ts";
import { appendEvents } from "./append-events.ts";
import { toSnapshot } from "./order-rows.ts";

type OrderRow = RowOf<typeof findOrder>;

const constraintErrors: ConstraintErrors = { orders_order_number_key: OrderNumberTaken };

export class PostgresOrderRepository implements OrderRepository {
  readonly #dataSource: DataSource;
  readonly #factory: OrderFactory;

  constructor(dataSource: DataSource, factory: OrderFactory) {
    this.#dataSource = dataSource;
    this.#factory = factory;
  }

  async create(order: Order): Promise<void> {
    const { items, ...columns } = order.snapshot;
    await translateConstraints(constraintErrors, () =>
      this.#dataSource.withTransaction(async (transaction) =>
        transaction.commitWith([
          insertOrder(transaction, columns),
          insertItems(transaction, { orderId: columns.id, items }),
          appendEvents(transaction, columns.id, columns.version, order.events),
        ]),
      ),
    );
  }

  read(id: OrderId, options?: ReadOptions): Promise<Order> {
    return this.#find((connection) => findOrder(connection, { id }), options);
  }

  readByNumber(orderNumber: OrderNumber, options?: ReadOptions): Promise<Order> {
    const parameters = { orderNumber: orderNumber.toString() };
    return this.#find((connection) => findOrderByNumber(connection, parameters), options);
  }

  update(id: OrderId, change: Change<Order>, { expectedVersion, ...options }: OrderUpdateOptions = {}): Promise<Order> {
    return this.#dataSource.withTransaction(async (transaction) => {
      const [row, stored] = await Promise.all([
        lockOrder(transaction, { id }),
        findItems(transaction, { orderId: id }),
      ]);
      const order = this.#restore(row && { ...row, items: stored }, options);
      const before = order.snapshot;
      if (expectedVersion !== undefined && expectedVersion !== before.version) {
        throw new ConcurrencyConflict("The order", expectedVersion, before.version);
      }
      if (!applyChange(order, change)) return order;

      const { items, ...columns } = order.snapshot;
      const version = before.version + 1;
      transaction.commitWith([
        updateOrder(transaction, columns),
        items !== before.items && saveItems(transaction, { orderId: id, items }),
        appendEvents(transaction, id, version, order.events),
      ]);
      return this.#factory.restore({ ...order.snapshot, version });
    });
  }

  #find(find: (connection: Connection) => Promise<OrderRow | undefined>, options?: ReadOptions): Promise<Order> {
    return this.#dataSource.withConnection(async (connection) => this.#restore(await find(connection), options));
  }

  #restore(row: OrderRow | undefined, { customerId }: ReadOptions = {}): Order {
    if (row === undefined || (customerId !== undefined && customerId !== row.customerId)) throw new OrderNotFound();
    return this.#factory.restore(toSnapshot(row));
  }
}

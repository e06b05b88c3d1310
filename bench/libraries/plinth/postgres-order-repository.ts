import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { OrderPosition } from "../../library.ts";
import type { OrderFactory } from "../../model/order-factory.ts";
import type { Order } from "../../model/order.ts";
import { insertItems, insertOrder, listOrders } from "../../sql/shop/order.sql.ts";

export class PostgresOrderRepository {
  readonly #dataSource: DataSource;
  readonly #factory: OrderFactory;

  constructor(dataSource: DataSource, factory: OrderFactory) {
    this.#dataSource = dataSource;
    this.#factory = factory;
  }

  async create(order: Order): Promise<void> {
    const { items, ...columns } = order.snapshot;
    await this.#dataSource.withTransaction(async (transaction) =>
      transaction.commitWith([
        insertOrder(transaction, columns),
        insertItems(transaction, { orderId: columns.id, items }),
      ]),
    );
  }

  list(after: OrderPosition, limit: number): Promise<Order[]> {
    return this.#dataSource.withConnection(async (connection) => {
      const rows = await listOrders(connection, { afterPlacedAt: after.placedAt, afterId: after.id, limit });
      return rows.map((row) => this.#factory.restore(row));
    });
  }
}

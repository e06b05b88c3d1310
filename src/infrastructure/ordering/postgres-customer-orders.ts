import type { CustomerOrders, OrderPage, OrderPosition } from "#application/ordering/customer-orders.ts";
import type { CustomerId } from "#domain/ordering/order.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { listOrders } from "#sql/ordering/customer-orders.sql.ts";
import { toPage } from "#domain/shared/page.ts";
import { toSnapshot } from "./order-rows.ts";

export class PostgresCustomerOrders implements CustomerOrders {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async list(customerId: CustomerId, limit: number, after?: OrderPosition): Promise<OrderPage> {
    const position = { afterCreatedAt: after?.createdAt ?? null, afterId: after?.id ?? null };
    const rows = await this.#dataSource.withConnection((connection) =>
      listOrders(connection, { customerId, ...position, limit: limit + 1 }),
    );
    return toPage(rows.map(toSnapshot), limit, (last) => last);
  }
}

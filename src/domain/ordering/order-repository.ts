import type { Change } from "#domain/shared/change.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { OrderNumber } from "./order-number.ts";
import type { CustomerId, Order, OrderId } from "./order.ts";

export interface ReadOptions {
  /** Whose order it must be: another's is not found. */
  readonly customerId?: CustomerId | undefined;
}

export type OrderUpdateOptions = ReadOptions & UpdateOptions;

export interface OrderRepository {
  /** @throws OrderNumberTaken */
  create(order: Order): Promise<void>;

  /** @throws OrderNotFound */
  read(id: OrderId, options?: ReadOptions): Promise<Order>;

  /** @throws OrderNotFound */
  readByNumber(orderNumber: OrderNumber, options?: ReadOptions): Promise<Order>;

  /** @throws OrderNotFound, ConcurrencyConflict; what `change` throws */
  update(id: OrderId, change: Change<Order>, options?: OrderUpdateOptions): Promise<Order>;
}

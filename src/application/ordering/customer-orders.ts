import type { CustomerId, OrderId, OrderSnapshot } from "#domain/ordering/order.ts";
import type { Page } from "#domain/shared/page.ts";

/** The last order of a page: the next page begins behind it. */
export interface OrderPosition {
  readonly createdAt: Date;
  readonly id: OrderId;
}

export type OrderPage = Page<OrderSnapshot, OrderPosition>;

/** A customer's orders to look through, newest first, each with its items. */
export interface CustomerOrders {
  list(customerId: CustomerId, limit: number, after?: OrderPosition): Promise<OrderPage>;
}

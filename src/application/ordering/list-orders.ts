import type { CustomerId } from "#domain/ordering/order.ts";
import type { OrderPage, OrderPosition } from "./customer-orders.ts";
import type { Ports } from "./ports.ts";

export interface ListOrdersQuery {
  readonly customerId: CustomerId;
  readonly limit: number;
  readonly after?: OrderPosition | undefined;
}

export const listOrders =
  ({ customerOrders }: Pick<Ports, "customerOrders">) =>
  ({ customerId, limit, after }: ListOrdersQuery): Promise<OrderPage> =>
    customerOrders.list(customerId, limit, after);

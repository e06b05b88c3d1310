import type { OrderId, OrderSnapshot } from "#domain/ordering/order.ts";
import type { Ports } from "./ports.ts";

/** @throws OrderNotFound, ImpossibleStep, ConcurrencyConflict */
export const confirmOrder =
  ({ orders }: Pick<Ports, "orders">) =>
  async (orderId: OrderId, expectedVersion?: number): Promise<OrderSnapshot> =>
    (await orders.update(orderId, (order) => void order.readyTo("confirm").confirm(), { expectedVersion })).snapshot;

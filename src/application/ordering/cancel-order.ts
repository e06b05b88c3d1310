import type { Actor } from "#application/shared/actor.ts";
import type { OrderId, OrderSnapshot } from "#domain/ordering/order.ts";
import type { Ports } from "./ports.ts";
import { visibleTo } from "./visible-to.ts";

/** @throws OrderNotFound, ImpossibleStep, ConcurrencyConflict */
export const cancelOrder =
  ({ orders }: Pick<Ports, "orders">) =>
  async (actor: Actor, orderId: OrderId, expectedVersion?: number): Promise<OrderSnapshot> => {
    const options = { ...visibleTo(actor), expectedVersion };
    return (await orders.update(orderId, (order) => void order.readyTo("cancel").cancel(), options)).snapshot;
  };

import type { Actor } from "#application/shared/actor.ts";
import type { OrderId, OrderSnapshot } from "#domain/ordering/order.ts";
import type { Ports } from "./ports.ts";
import { visibleTo } from "./visible-to.ts";

/** @throws OrderNotFound, also for another customer's order */
export const readOrder =
  ({ orders }: Pick<Ports, "orders">) =>
  async (actor: Actor, orderId: OrderId): Promise<OrderSnapshot> =>
    (await orders.read(orderId, visibleTo(actor))).snapshot;

import type { Actor } from "#application/shared/actor.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";
import type { OrderSnapshot } from "#domain/ordering/order.ts";
import type { Ports } from "./ports.ts";
import { visibleTo } from "./visible-to.ts";

/** @param orderNumber as somebody wrote it down @throws InvalidOrderNumber; OrderNotFound, also for another customer's order */
export const readOrderByNumber =
  ({ orders }: Pick<Ports, "orders">) =>
  async (actor: Actor, orderNumber: string): Promise<OrderSnapshot> =>
    (await orders.readByNumber(OrderNumber.parse(orderNumber), visibleTo(actor))).snapshot;

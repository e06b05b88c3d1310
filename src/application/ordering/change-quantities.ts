import type { Actor } from "#application/shared/actor.ts";
import type { ProductQuantity } from "#domain/ordering/order-item.ts";
import type { OrderId, OrderSnapshot } from "#domain/ordering/order.ts";
import type { Ports } from "./ports.ts";
import { visibleTo } from "./visible-to.ts";

export interface ChangeQuantitiesCommand {
  readonly actor: Actor;
  readonly orderId: OrderId;
  /** 0 takes a product out; those not named stay. */
  readonly items: readonly ProductQuantity[];
  /** The version that the caller saw. */
  readonly expectedVersion?: number | undefined;
}

/**
 * At the prices of when the order was placed.
 *
 * @throws OrderNotFound, ImpossibleStep, ProductNotInOrder, DuplicateProduct, InvalidItemCount, InvalidQuantity,
 *   InvalidMoney, ConcurrencyConflict
 */
export const changeQuantities =
  ({ orders }: Pick<Ports, "orders">) =>
  async ({ actor, orderId, items, expectedVersion }: ChangeQuantitiesCommand): Promise<OrderSnapshot> => {
    const options = { ...visibleTo(actor), expectedVersion };
    const order = await orders.update(
      orderId,
      (stored) => void stored.readyTo("changeQuantities").changeQuantities(items),
      options,
    );
    return order.snapshot;
  };

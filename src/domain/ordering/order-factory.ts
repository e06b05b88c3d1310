import type { Clock } from "#domain/shared/clock.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";
import type { Money } from "#domain/shared/money.ts";
import { createItem, type ProductQuantity, refuseDuplicates, refuseWrongCount, totalOf } from "./order-item.ts";
import type { OrderNumberGenerator } from "./order-number-generator.ts";
import { type CustomerId, Order, type OrderSnapshot } from "./order.ts";

export interface PricedProduct extends ProductQuantity {
  readonly unitPrice: Money;
}

/** Makes orders: new ones, and those that were stored. Nobody else does. */
export class OrderFactory {
  readonly #clock: Clock;
  readonly #ids: IdGenerator;
  readonly #orderNumbers: OrderNumberGenerator;

  constructor(clock: Clock, ids: IdGenerator, orderNumbers: OrderNumberGenerator) {
    this.#clock = clock;
    this.#ids = ids;
    this.#orderNumbers = orderNumbers;
  }

  /** @throws InvalidItemCount, DuplicateProduct, InvalidQuantity; InvalidMoney when it costs too much */
  place(customerId: CustomerId, products: readonly PricedProduct[]): Order<"pending"> {
    refuseWrongCount(products);
    refuseDuplicates(products);
    const id = parseId<"Order">(this.#ids.next());
    const items = products.map((product) => createItem(parseId(this.#ids.next()), product, product.unitPrice));
    const now = this.#clock.now();
    return new Order(
      this.#clock,
      {
        id,
        orderNumber: this.#orderNumbers.next().toString(),
        customerId,
        status: "pending",
        items,
        totalAmount: totalOf(items),
        version: 1,
        createdAt: now,
        updatedAt: now,
      },
      true,
    );
  }

  restore(snapshot: OrderSnapshot): Order {
    return new Order(this.#clock, snapshot, false);
  }
}

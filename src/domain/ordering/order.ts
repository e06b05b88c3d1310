import { AggregateRoot } from "#domain/shared/aggregate-root.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Id } from "#domain/shared/id.ts";
import { ImpossibleStep } from "./errors.ts";
import type { OrderEvent } from "./events.ts";
import { changedItems, type OrderItem, type ProductQuantity, totalOf } from "./order-item.ts";
import { type OrderStatus, type OrderStep, type StatusBefore, statusesBefore } from "./order-status.ts";

export type OrderId = Id<"Order">;
/** Who orders: the user of that id. */
export type CustomerId = Id<"Customer">;

/** All there is to know about an order, in plain values; amounts are decimal text, as in "12.50". */
export interface OrderSnapshot<Status extends OrderStatus = OrderStatus> {
  readonly id: OrderId;
  readonly orderNumber: string;
  readonly customerId: CustomerId;
  readonly status: Status;
  /** In the order in which they were given. */
  readonly items: readonly OrderItem[];
  readonly totalAmount: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An order that is known to be in a state in which the step can be taken. */
export type OrderReadyTo<Step extends OrderStep> = Order<StatusBefore<Step>>;

/**
 * What a customer buys, with its items. Made by the `OrderFactory` only.
 *
 * A step compiles where the order is known to be in a state for it: `pending.confirm().ship()`, never `pending.ship()`. Of
 * a plain `Order` the state is known at run time only: `order.readyTo("ship").ship()`.
 */
export class Order<Status extends OrderStatus = OrderStatus> extends AggregateRoot<OrderEvent> {
  readonly #clock: Clock;
  #state: OrderSnapshot<Status>;

  constructor(clock: Clock, state: OrderSnapshot<Status>, placed: boolean) {
    super();
    this.#clock = clock;
    this.#state = Object.freeze({
      ...state,
      items: Object.freeze(state.items.map((item) => Object.freeze({ ...item }))),
    });
    if (placed) this.record({ type: "OrderPlaced", occurredAt: state.createdAt });
  }

  get snapshot(): OrderSnapshot<Status> {
    return this.#state;
  }

  isReadyTo<Step extends OrderStep>(step: Step): this is OrderReadyTo<Step> {
    const statuses: readonly OrderStatus[] = statusesBefore[step];
    return statuses.includes(this.#state.status);
  }

  /** This order, as one that the compiler knows to be in a state for the step. @throws ImpossibleStep */
  readyTo<Step extends OrderStep>(step: Step): OrderReadyTo<Step> {
    if (this.isReadyTo(step)) return this;
    throw new ImpossibleStep(step, this.#state.status, statusesBefore[step]);
  }

  /** 0 takes a product out, those not named stay. @throws what `changedItems` throws */
  changeQuantities(this: OrderReadyTo<"changeQuantities">, changes: readonly ProductQuantity[]): Order<"pending"> {
    const order = this.readyTo("changeQuantities");
    const items = changedItems(this.#state.items, changes);
    if (items === this.#state.items) return order;
    return order.#put({ items, totalAmount: totalOf(items) }, "OrderQuantitiesChanged");
  }

  confirm(this: OrderReadyTo<"confirm">): Order<"confirmed"> {
    return this.readyTo("confirm").#put({ status: "confirmed" }, "OrderConfirmed");
  }

  ship(this: OrderReadyTo<"ship">): Order<"shipped"> {
    return this.readyTo("ship").#put({ status: "shipped" }, "OrderShipped");
  }

  deliver(this: OrderReadyTo<"deliver">): Order<"delivered"> {
    return this.readyTo("deliver").#put({ status: "delivered" }, "OrderDelivered");
  }

  cancel(this: OrderReadyTo<"cancel">): Order<"cancelled"> {
    return this.readyTo("cancel").#put({ status: "cancelled" }, "OrderCancelled");
  }

  /** The object stays the same: a variable that has held it keeps the former type, which is why each step asks `readyTo`. */
  #put<Next extends OrderStatus = Status>(change: Partial<OrderSnapshot<Next>>, type: OrderEvent["type"]): Order<Next> {
    const occurredAt = this.#clock.now();
    const next = this as unknown as Order<Next>;
    next.#state = Object.freeze({ ...next.#state, ...change, updatedAt: occurredAt });
    this.record({ type, occurredAt });
    return next;
  }
}

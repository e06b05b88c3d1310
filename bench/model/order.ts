import { AggregateRoot, type DomainEvent } from "#domain/shared/aggregate-root.ts";
import type { Id } from "#domain/shared/id.ts";
import type { UserId } from "./user.ts";

export type OrderId = Id<"Order">;
export type ProductId = Id<"Product">;

export interface OrderItem {
  readonly productId: ProductId;
  readonly quantity: number;
  /** In cents. */
  readonly unitPrice: number;
}

export interface OrderSnapshot {
  readonly id: OrderId;
  readonly customerId: UserId;
  readonly status: string;
  readonly note: string | null;
  /** In the order in which they were put in. */
  readonly items: readonly OrderItem[];
  readonly version: number;
  readonly placedAt: Date;
}

/** Made by the `OrderFactory` only. */
export class Order extends AggregateRoot<DomainEvent> {
  readonly #state: OrderSnapshot;

  constructor(state: OrderSnapshot, placed: boolean) {
    super();
    this.#state = Object.freeze({
      ...state,
      items: Object.freeze(state.items.map((item) => Object.freeze({ ...item }))),
    });
    if (placed) this.record({ type: "OrderPlaced", occurredAt: state.placedAt });
  }

  get snapshot(): OrderSnapshot {
    return this.#state;
  }
}

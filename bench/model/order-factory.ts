import type { Clock } from "#domain/shared/clock.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";
import { Order, type OrderItem, type OrderSnapshot } from "./order.ts";
import type { UserId } from "./user.ts";

interface StoredItem {
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** A stored order as a library hands it over; what else it carries is left behind. */
export interface StoredOrder extends Pick<OrderSnapshot, "status" | "note" | "version" | "placedAt"> {
  readonly id: string;
  readonly customerId: string;
  readonly items: readonly StoredItem[];
}

export class OrderFactory {
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(clock: Clock, ids: IdGenerator) {
    this.#clock = clock;
    this.#ids = ids;
  }

  place(customerId: UserId, items: readonly OrderItem[], note: string | null): Order {
    const id = parseId<"Order">(this.#ids.next());
    return new Order({ id, customerId, items, note, status: "placed", version: 1, placedAt: this.#clock.now() }, true);
  }

  restore({ id, customerId, status, note, items, version, placedAt }: StoredOrder): Order {
    return new Order(
      {
        id: parseId(id),
        customerId: parseId(customerId),
        status,
        note,
        items: items.map(({ productId, quantity, unitPrice }) => ({
          productId: parseId(productId),
          quantity,
          unitPrice,
        })),
        version,
        placedAt,
      },
      false,
    );
  }
}

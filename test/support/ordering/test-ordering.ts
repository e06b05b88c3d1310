import { createOrdering } from "#application/ordering/ordering.ts";
import type { CustomerId } from "#domain/ordering/order.ts";
import type { Actor } from "#application/shared/actor.ts";
import { inMemoryAdapters } from "./in-memory-adapters.ts";
import { ada, chair, lamp, table } from "./order-builder.ts";

/** Who asks for a customer. */
export const asCustomer = (userId: CustomerId): Actor => ({ userId, sessionId: "0", role: "member" });
export const asAdmin: Actor = { userId: "ad000000-0000-7000-8000-000000000000", sessionId: "0", role: "admin" };

/**
 * All use cases of ordering without a database, with a chair for 12.50, a table for 99.90 and a lamp for 0.10 to order:
 * `const { ordering, place, clock } = await inMemoryOrdering()`.
 */
export async function inMemoryOrdering() {
  const adapters = inMemoryAdapters();
  const ordering = createOrdering(adapters);
  await ordering.putProduct({ id: chair, name: "Chair", price: "12.50", available: true });
  await ordering.putProduct({ id: table, name: "Table", price: "99.90", available: true });
  await ordering.putProduct({ id: lamp, name: "Lamp", price: "0.10", available: true });
  return {
    ...adapters,
    ordering,
    /** Two chairs and a table. */
    place: (customerId: CustomerId = ada) =>
      ordering.placeOrder({
        customerId,
        items: [
          { productId: chair, quantity: 2 },
          { productId: table, quantity: 1 },
        ],
      }),
  };
}

import type { Actor } from "#application/shared/actor.ts";
import type { ReadOptions } from "#domain/ordering/order-repository.ts";
import type { CustomerId } from "#domain/ordering/order.ts";
import { parseId } from "#domain/shared/id.ts";

/** The customer who asks. */
export function customerOf({ userId }: Actor): CustomerId {
  return parseId(userId);
}

/** Which orders there are for who asks: for a customer the own ones, for an administrator all. */
export function visibleTo(actor: Actor): ReadOptions {
  return actor.role === "admin" ? {} : { customerId: customerOf(actor) };
}

import type { Event } from "#domain/shared/aggregate-root.ts";

export type OrderEvent =
  | Event<"OrderPlaced">
  | Event<"OrderQuantitiesChanged">
  | Event<"OrderConfirmed">
  | Event<"OrderShipped">
  | Event<"OrderDelivered">
  | Event<"OrderCancelled">;

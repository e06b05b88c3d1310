import { InvalidOrderStatus } from "./errors.ts";

export const orderStatuses = ["pending", "confirmed", "shipped", "delivered", "cancelled"] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** The state machine: each step, and the states in which it can be taken. Types and run time both follow it. */
export const statusesBefore = {
  changeQuantities: ["pending"],
  confirm: ["pending"],
  ship: ["confirmed"],
  deliver: ["shipped"],
  cancel: ["pending", "confirmed"],
} as const satisfies Readonly<Record<string, readonly OrderStatus[]>>;

export type OrderStep = keyof typeof statusesBefore;
export type StatusBefore<Step extends OrderStep> = (typeof statusesBefore)[Step][number];

/** @throws InvalidOrderStatus */
export function parseOrderStatus(text: string): OrderStatus {
  const status = orderStatuses.find((known) => known === text);
  if (status === undefined) throw new InvalidOrderStatus(orderStatuses);
  return status;
}

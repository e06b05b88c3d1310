import type { OrderNumber } from "./order-number.ts";

/** Makes order numbers that can't be guessed. One may come again: then the repository refuses the order. */
export interface OrderNumberGenerator {
  next(): OrderNumber;
}

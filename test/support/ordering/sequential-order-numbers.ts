import type { OrderNumberGenerator } from "#domain/ordering/order-number-generator.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";

/** The order numbers from the given place on, the same in every run. */
export function sequentialOrderNumbers(from = 1_000_000): OrderNumberGenerator {
  let next = from;
  return { next: () => OrderNumber.at(next++) };
}

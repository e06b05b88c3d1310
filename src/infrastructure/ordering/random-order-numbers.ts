import { randomInt } from "node:crypto";
import type { OrderNumberGenerator } from "#domain/ordering/order-number-generator.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";

export const randomOrderNumbers: OrderNumberGenerator = { next: () => OrderNumber.at(randomInt(OrderNumber.count)) };

import type { ProductId } from "#domain/ordering/order-item.ts";
import type { OrderStatus } from "#domain/ordering/order-status.ts";
import type { ReportPeriod } from "./report-period.ts";

/** Only what was confirmed, and not cancelled, is sold. */
export const soldStatuses = ["confirmed", "shipped", "delivered"] as const satisfies readonly OrderStatus[];

/** Amounts are decimal text, as in "12.50": a sum may be larger than `Money`. */
export interface SalesOfDay {
  /** In the time zone that was asked for, as in 2026-11-21. */
  readonly day: string;
  readonly orders: number;
  readonly revenue: string;
}

export interface SalesOfProduct {
  readonly productId: ProductId;
  /** Its name today; null where the product isn't known any more. */
  readonly name: string | null;
  readonly quantity: number;
  readonly revenue: string;
}

/** What was sold in a period, by the time when it was ordered. Both raise UnknownTimeZone. */
export interface SalesReports {
  /** The days on which something was sold, in their order. */
  byDay(period: ReportPeriod): Promise<readonly SalesOfDay[]>;

  /** The products with the highest revenue first. */
  byProduct(period: ReportPeriod, limit: number): Promise<readonly SalesOfProduct[]>;
}

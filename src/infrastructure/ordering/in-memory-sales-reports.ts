import type { ReportPeriod } from "#application/ordering/report-period.ts";
import {
  type SalesOfDay,
  type SalesOfProduct,
  type SalesReports,
  soldStatuses,
} from "#application/ordering/sales-reports.ts";
import type { OrderStatus } from "#domain/ordering/order-status.ts";
import type { OrderSnapshot } from "#domain/ordering/order.ts";
import type { InMemoryOrderingStore } from "./in-memory-ordering-store.ts";

const sold: ReadonlySet<OrderStatus> = new Set(soldStatuses);

/** Keeps the same promises as `PostgresSalesReports`: both pass the contract suite. */
export class InMemorySalesReports implements SalesReports {
  readonly #store: InMemoryOrderingStore;

  constructor(store: InMemoryOrderingStore) {
    this.#store = store;
  }

  async byDay(period: ReportPeriod): Promise<readonly SalesOfDay[]> {
    const days = Map.groupBy(this.#sold(period), ({ createdAt }) => dayOf(createdAt, period.timeZone));
    return [...days]
      .map(([day, orders]) => ({
        day,
        orders: orders.length,
        revenue: sum(orders.map(({ totalAmount }) => totalAmount)),
      }))
      .toSorted((one, other) => (one.day < other.day ? -1 : 1));
  }

  async byProduct(period: ReportPeriod, limit: number): Promise<readonly SalesOfProduct[]> {
    const products = Map.groupBy(
      this.#sold(period).flatMap(({ items }) => items),
      ({ productId }) => productId,
    );
    return [...products]
      .map(([productId, items]) => ({
        productId,
        name: this.#store.products.get(productId)?.name ?? null,
        quantity: items.reduce((total, { quantity }) => total + quantity, 0),
        revenue: sum(items.map(({ subtotal }) => subtotal)),
      }))
      .toSorted(
        (one, other) => Number(other.revenue) - Number(one.revenue) || (one.productId < other.productId ? -1 : 1),
      )
      .slice(0, limit);
  }

  #sold({ from, to, timeZone }: ReportPeriod): OrderSnapshot[] {
    return [...this.#store.orders.values()].filter(({ status, createdAt }) => {
      const day = dayOf(createdAt, timeZone);
      return sold.has(status) && day >= from && day <= to;
    });
  }
}

function dayOf(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(instant);
}

/** Not by `Money`, which ends where the column of one order does. */
function sum(amounts: readonly string[]): string {
  const hundredths = amounts.reduce((total, amount) => total + BigInt(amount.replace(".", "")), 0n);
  const digits = String(hundredths).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

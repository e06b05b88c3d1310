import { test as base } from "vitest";
import { InMemoryCustomerOrders } from "#infrastructure/ordering/in-memory-customer-orders.ts";
import { InMemoryOrderRepository } from "#infrastructure/ordering/in-memory-order-repository.ts";
import { InMemoryOrderingStore } from "#infrastructure/ordering/in-memory-ordering-store.ts";
import { InMemoryProductPrices } from "#infrastructure/ordering/in-memory-product-prices.ts";
import { InMemorySalesReports } from "#infrastructure/ordering/in-memory-sales-reports.ts";
import { type OrderingAdapters, testFactory } from "./ordering-adapters.ts";

export function inMemoryAdapters(): OrderingAdapters {
  const { clock, orderFactory } = testFactory();
  const store = new InMemoryOrderingStore();
  return {
    clock,
    orderFactory,
    orders: new InMemoryOrderRepository(store, orderFactory),
    customerOrders: new InMemoryCustomerOrders(store),
    productPrices: new InMemoryProductPrices(store),
    salesReports: new InMemorySalesReports(store),
    transactions: store,
  };
}

/** `test` with the fixture `ordering`: in-memory adapters of its own for each test. */
export const test = base.extend("ordering", () => inMemoryAdapters());

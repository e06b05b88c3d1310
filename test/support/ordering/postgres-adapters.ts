import { PostgresCustomerOrders } from "#infrastructure/ordering/postgres-customer-orders.ts";
import { PostgresOrderRepository } from "#infrastructure/ordering/postgres-order-repository.ts";
import { PostgresProductPrices } from "#infrastructure/ordering/postgres-product-prices.ts";
import { PostgresSalesReports } from "#infrastructure/ordering/postgres-sales-reports.ts";
import { DataSourceTransactions } from "#infrastructure/shared/database/data-source-transactions.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { test as base } from "#test/support/fixtures.ts";
import { type OrderingAdapters, testFactory } from "./ordering-adapters.ts";

/** The adapters of ordering on a `DataSource` of the test's own. */
export function postgresAdapters(dataSource: DataSource): OrderingAdapters {
  const { clock, orderFactory } = testFactory();
  return {
    clock,
    orderFactory,
    orders: new PostgresOrderRepository(dataSource, orderFactory),
    customerOrders: new PostgresCustomerOrders(dataSource),
    productPrices: new PostgresProductPrices(dataSource),
    salesReports: new PostgresSalesReports(dataSource),
    transactions: new DataSourceTransactions(dataSource),
  };
}

/** `test` with the fixture `ordering`: adapters on a database of its own for each test. */
export const test = base.extend("ordering", ({ db }) => postgresAdapters(db.dataSource));

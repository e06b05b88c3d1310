import type { OrderFactory } from "#domain/ordering/order-factory.ts";
import type { OrderRepository } from "#domain/ordering/order-repository.ts";
import type { CustomerOrders } from "./customer-orders.ts";
import type { ProductPrices } from "./product-prices.ts";
import type { SalesReports } from "./sales-reports.ts";

/** All that the use cases of ordering need from outside; each takes its own part of it. */
export interface Ports {
  readonly orders: OrderRepository;
  readonly orderFactory: OrderFactory;
  readonly customerOrders: CustomerOrders;
  readonly productPrices: ProductPrices;
  readonly salesReports: SalesReports;
}

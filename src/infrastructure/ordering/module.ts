import { createOrdering, type Ordering } from "#application/ordering/ordering.ts";
import { OrderFactory } from "#domain/ordering/order-factory.ts";
import type { OrderNumberGenerator } from "#domain/ordering/order-number-generator.ts";
import { token } from "#infrastructure/shared/container.ts";
import { type Module, shared } from "#infrastructure/shared/module.ts";
import { orderingRoutes } from "./ordering-routes.ts";
import { PostgresCustomerOrders } from "./postgres-customer-orders.ts";
import { PostgresOrderRepository } from "./postgres-order-repository.ts";
import { PostgresProductPrices } from "./postgres-product-prices.ts";
import { PostgresSalesReports } from "./postgres-sales-reports.ts";
import { randomOrderNumbers } from "./random-order-numbers.ts";

/** What tests may ask the container for, or replace. */
export const ordering = {
  useCases: token<Ordering>("ordering"),
  orderNumbers: token<OrderNumberGenerator>("orderNumbers"),
};

export const orderingModule: Module = {
  tags: {
    "ordering: orders": "What customers order.",
    "ordering: fulfilment": "What becomes of an order.",
    "ordering: sales": "Reports for administrators.",
    "ordering: products": "What can be ordered, and what it costs.",
  },

  register(container) {
    container
      .register(ordering.orderNumbers, () => randomOrderNumbers)
      .register(ordering.useCases, (c) => {
        const dataSource = c.resolve(shared.dataSource);
        const orderFactory = new OrderFactory(
          c.resolve(shared.clock),
          c.resolve(shared.ids),
          c.resolve(ordering.orderNumbers),
        );
        return createOrdering({
          orders: new PostgresOrderRepository(dataSource, orderFactory),
          orderFactory,
          customerOrders: new PostgresCustomerOrders(dataSource),
          productPrices: new PostgresProductPrices(dataSource),
          salesReports: new PostgresSalesReports(dataSource),
        });
      });
  },

  routes: (container) =>
    orderingRoutes({
      ordering: container.resolve(ordering.useCases),
      authentication: container.resolve(shared.authentication),
    }),
};

import type { ContextLists, Rows } from "#test/support/lists/list.ts";
import { crowd, id, oneOf, time, withCrowd } from "#test/support/lists/rows.ts";

// One to three items each.
const orders: Rows = {
  name: "orders",
  sql: (count) => `
    INSERT INTO ordering.orders
      (id, order_number, customer_id, status, total_amount, version, created_at, updated_at)
    SELECT
      ${id("n")}, 'N-' || n, ${crowd(count)}, ${oneOf(["pending", "confirmed", "shipped", "delivered"])},
      random(100, 9999) / 100.0, 1, ${time("n")}, ${time("n")}
    FROM generate_series(1, ${withCrowd(count)}) AS n;
    INSERT INTO ordering.order_items (id, order_id, product_id, quantity, unit_price, subtotal)
    SELECT ${id("n * 3 + place")}, ${id("n")}, ${id("place")}, 2, 9.90, 19.80
    FROM generate_series(1, ${withCrowd(count)}) AS n CROSS JOIN LATERAL generate_series(0, n % 3) AS place`,
};

export const orderingLists: ContextLists = {
  paged: [{ name: "orders", operation: "GET /v1/orders", path: "/v1/orders", rows: orders }],
  bounded: {
    "GET /v1/orders/{id}": "at most 100 items (src/domain/ordering/order-item.ts)",
    "GET /v1/orders/by-number/{orderNumber}": "at most 100 items",
    "GET /v1/sales/by-day": "at most 366 days (src/application/ordering/report-period.ts)",
    "GET /v1/sales/by-product": "a limit of at most 100",
  },
};

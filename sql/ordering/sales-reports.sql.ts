// Generated from sales-reports.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { many } from "#infrastructure/shared/database/statement.ts";

/**
 * What was sold on each day of a time zone, from one to the other inclusive.
 *
 * @see [sales-reports.sql](../../../sql/ordering/sales-reports.sql)
 */
export const salesByDay = many<
  { timeZone: string; from: string; to: string },
  { day: string; orders: number; revenue: string }
>({
  name: "ordering/sales-reports.salesByDay",
  text: `SELECT
  (created_at AT TIME ZONE $1)::date AS day,
  count(*)::integer AS orders,
  sum(total_amount) AS revenue
FROM ordering.orders
WHERE status IN ('confirmed', 'shipped', 'delivered')
  AND created_at >= $2::date::timestamp AT TIME ZONE $1
  AND created_at < ($3::date + 1)::timestamp AT TIME ZONE $1
GROUP BY day
ORDER BY day`,
  parameters: ["timeZone", "from", "to"],
  parameterTypes: [25, 1082, 1082],
});

/**
 * The products with the highest revenue in those days first.
 *
 * @see [sales-reports.sql](../../../sql/ordering/sales-reports.sql)
 */
export const salesByProduct = many<
  { from: string; timeZone: string; to: string; limit: number },
  { productId: string; name: string | null; quantity: string; revenue: string }
>({
  name: "ordering/sales-reports.salesByProduct",
  text: `SELECT
  items.product_id,
  (SELECT name FROM ordering.products WHERE products.id = items.product_id) AS name,
  sum(items.quantity) AS quantity,
  sum(items.subtotal) AS revenue
FROM ordering.orders
JOIN ordering.order_items AS items ON items.order_id = orders.id
WHERE orders.status IN ('confirmed', 'shipped', 'delivered')
  AND orders.created_at >= $1::date::timestamp AT TIME ZONE $2
  AND orders.created_at < ($3::date + 1)::timestamp AT TIME ZONE $2
GROUP BY items.product_id
ORDER BY revenue DESC, items.product_id
LIMIT $4::integer`,
  parameters: ["from", "timeZone", "to", "limit"],
  parameterTypes: [1082, 25, 1082, 23],
});

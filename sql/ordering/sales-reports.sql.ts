// Generated from sales-reports.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { many } from "#infrastructure/shared/database/statement.ts";

/**
 * What was sold on each day of a time zone, from one to the other inclusive. The day itself is compared: where clocks are put
 * back at 1:00, midnight comes twice, and AT TIME ZONE names the second. The hours around it are for the index.
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
  AND (created_at AT TIME ZONE $1)::date BETWEEN $2::date AND $3::date
  AND created_at >= $2::date::timestamp AT TIME ZONE $1 - interval '3 hours'
  AND created_at < ($3::date + 1)::timestamp AT TIME ZONE $1 + interval '3 hours'
GROUP BY day
ORDER BY day`,
  parameters: ["timeZone", "from", "to"],
  parameterTypes: [25, 1082, 1082],
});

/**
 * The products with the highest revenue in those days first. As to the days: see salesByDay.
 *
 * @see [sales-reports.sql](../../../sql/ordering/sales-reports.sql)
 */
export const salesByProduct = many<
  { timeZone: string; from: string; to: string; limit: number },
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
  AND (orders.created_at AT TIME ZONE $1)::date BETWEEN $2::date AND $3::date
  AND orders.created_at >= $2::date::timestamp AT TIME ZONE $1 - interval '3 hours'
  AND orders.created_at < ($3::date + 1)::timestamp AT TIME ZONE $1 + interval '3 hours'
GROUP BY items.product_id
ORDER BY revenue DESC, items.product_id
LIMIT $4::integer`,
  parameters: ["timeZone", "from", "to", "limit"],
  parameterTypes: [25, 1082, 1082, 23],
});

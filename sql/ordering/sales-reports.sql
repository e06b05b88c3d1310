-- name: salesByDay :many
-- vet: allow unbounded-many: a row for a day, and a period has at most 366
-- What was sold on each day of a time zone, from one to the other inclusive. The day itself is compared: where clocks are put
-- back at 1:00, midnight comes twice, and AT TIME ZONE names the second. The hours around it are for the index.
SELECT
  (created_at AT TIME ZONE :time_zone)::date AS day,
  count(*)::integer AS orders,
  sum(total_amount) AS revenue
FROM ordering.orders
WHERE status IN ('confirmed', 'shipped', 'delivered')
  AND (created_at AT TIME ZONE :time_zone)::date BETWEEN :from::date AND :to::date
  AND created_at >= :from::date::timestamp AT TIME ZONE :time_zone - interval '3 hours'
  AND created_at < (:to::date + 1)::timestamp AT TIME ZONE :time_zone + interval '3 hours'
GROUP BY day
ORDER BY day;

-- name: salesByProduct :many
-- The products with the highest revenue in those days first. As to the days: see salesByDay.
SELECT
  items.product_id,
  (SELECT name FROM ordering.products WHERE products.id = items.product_id) AS name,
  sum(items.quantity) AS quantity,
  sum(items.subtotal) AS revenue
FROM ordering.orders
JOIN ordering.order_items AS items ON items.order_id = orders.id
WHERE orders.status IN ('confirmed', 'shipped', 'delivered')
  AND (orders.created_at AT TIME ZONE :time_zone)::date BETWEEN :from::date AND :to::date
  AND orders.created_at >= :from::date::timestamp AT TIME ZONE :time_zone - interval '3 hours'
  AND orders.created_at < (:to::date + 1)::timestamp AT TIME ZONE :time_zone + interval '3 hours'
GROUP BY items.product_id
ORDER BY revenue DESC, items.product_id
LIMIT :limit::integer;

-- name: listOrders :many
-- Newest first, from behind the given position on, each with its items.
-- param after_id: nullable
SELECT
  orders.id, orders.order_number, orders.customer_id, orders.status, orders.total_amount,
  orders.version, orders.created_at, orders.updated_at,
  (
    SELECT coalesce(
      json_agg(
        json_build_object(
          'id', id, 'productId', product_id, 'quantity', quantity,
          'unitPrice', unit_price::text, 'subtotal', subtotal::text
        )
        ORDER BY id
      ),
      '[]'
    )
    FROM ordering.order_items
    WHERE order_items.order_id = orders.id
  ) AS items
FROM ordering.orders
WHERE orders.customer_id = :customer_id
  AND (created_at, orders.id) < (coalesce(:after_created_at::timestamptz, 'infinity'), :after_id::uuid)
ORDER BY orders.created_at DESC, orders.id DESC
LIMIT :limit::integer;

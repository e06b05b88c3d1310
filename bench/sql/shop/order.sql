-- name: insertOrder :exec
INSERT INTO shop.orders (id, customer_id, status, note, version, placed_at)
VALUES (:id, :customer_id, :status, :note, :version, :placed_at);

-- name: insertItems :exec
-- rows: items
INSERT INTO shop.order_items (order_id, position, product_id, quantity, unit_price)
SELECT :order_id, position, product_id, quantity, unit_price
FROM unnest(:product_id::uuid[], :quantity::integer[], :unit_price::integer[])
  WITH ORDINALITY AS given (product_id, quantity, unit_price, position);

-- name: listOrders :many
-- Newest first, from behind the given position on, each with its items.
SELECT
  orders.id, orders.customer_id, orders.status, orders.note, orders.version, orders.placed_at,
  (
    SELECT coalesce(
      json_agg(
        json_build_object('productId', product_id, 'quantity', quantity, 'unitPrice', unit_price) ORDER BY position
      ),
      '[]'
    )
    FROM shop.order_items
    WHERE order_items.order_id = orders.id
  ) AS items
FROM shop.orders
WHERE (orders.placed_at, orders.id) < (:after_placed_at, :after_id)
ORDER BY orders.placed_at DESC, orders.id DESC
LIMIT :limit::integer;

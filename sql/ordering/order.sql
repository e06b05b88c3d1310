-- name: insertOrder :exec
INSERT INTO ordering.orders
  (id, order_number, customer_id, status, total_amount, version, created_at, updated_at)
VALUES
  (:id, :order_number, :customer_id, :status, :total_amount, :version, :created_at, :updated_at);

-- name: insertItems :exec
-- rows: items
INSERT INTO ordering.order_items (id, order_id, product_id, quantity, unit_price, subtotal)
SELECT id, :order_id, product_id, quantity, unit_price, subtotal
FROM unnest(:id::uuid[], :product_id::uuid[], :quantity::integer[], :unit_price::numeric[], :subtotal::numeric[])
  AS given (id, product_id, quantity, unit_price, subtotal);

-- name: findOrder :maybe
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
WHERE orders.id = :id;

-- name: findOrderByNumber :maybe
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
WHERE orders.order_number = :order_number;

-- name: lockOrder :maybe
-- The order, until the end of the transaction for us alone. With it its items: nobody changes them without this lock.
SELECT id, order_number, customer_id, status, total_amount, version, created_at, updated_at
FROM ordering.orders
WHERE id = :id
FOR UPDATE;

-- name: findItems :many
-- For an order that is locked: what lockOrder itself read beside its row could be from before it waited for it.
SELECT id, product_id, quantity, unit_price, subtotal
FROM ordering.order_items
WHERE order_id = :order_id
ORDER BY id;

-- name: updateOrder :exec
UPDATE ordering.orders
SET status = :status, total_amount = :total_amount, version = version + 1, updated_at = :updated_at
WHERE id = :id AND version = :version;

-- name: saveItems :exec
-- rows: items
-- The items of an order as they are now: those that aren't among them any more are deleted, all in one statement.
WITH given AS (
  SELECT id, product_id, quantity, unit_price, subtotal
  FROM unnest(:id::uuid[], :product_id::uuid[], :quantity::integer[], :unit_price::numeric[], :subtotal::numeric[])
    AS given (id, product_id, quantity, unit_price, subtotal)
),
removed AS (
  DELETE FROM ordering.order_items
  WHERE order_items.order_id = :order_id AND NOT EXISTS (SELECT FROM given WHERE given.id = order_items.id)
)
INSERT INTO ordering.order_items (id, order_id, product_id, quantity, unit_price, subtotal)
SELECT id, :order_id, product_id, quantity, unit_price, subtotal
FROM given
ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity, subtotal = excluded.subtotal
WHERE order_items.quantity <> excluded.quantity;

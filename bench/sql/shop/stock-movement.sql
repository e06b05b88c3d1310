-- name: insertMovements :exec
-- rows: movements
-- param reason: nullable
INSERT INTO shop.stock_movements (id, product_id, quantity, reason, occurred_at)
SELECT id, product_id, quantity, reason, occurred_at
FROM unnest(:id::uuid[], :product_id::uuid[], :quantity::integer[], :reason::text[], :occurred_at::timestamptz[])
  AS given (id, product_id, quantity, reason, occurred_at);

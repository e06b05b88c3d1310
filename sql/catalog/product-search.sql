-- name: searchProducts :many
-- Those that are sold, from behind the given position on.
-- order newest: created_at DESC, id DESC
-- order price: price, id
-- order name: lower(name) COLLATE "C", id
-- after newest: (:after_created_at::timestamptz IS NULL OR (created_at, id) < (:after_created_at, :after_id::uuid))
-- after price: (:after_price::numeric IS NULL OR (price, id) > (:after_price, :after_id::uuid))
-- after name: (:after_name::text IS NULL OR (lower(name) COLLATE "C", id) > (lower(:after_name) COLLATE "C", :after_id::uuid))
-- param after_id: nullable
-- vet: allow no-index: filters vary; the index of the order is read until the page is full, or that of the words
SELECT id, sku, name, description, price, stock_quantity, created_at
FROM catalog.products
WHERE archived_at IS NULL
  AND (:words::text IS NULL OR search @@ to_tsquery('simple', :words))
  AND (:min_price::numeric IS NULL OR price >= :min_price)
  AND (:max_price::numeric IS NULL OR price <= :max_price)
  AND (:available::boolean IS NULL OR (stock_quantity > 0) = :available)
  AND (:after_created_at::timestamptz IS NULL OR (created_at, id) < (:after_created_at, :after_id::uuid))
ORDER BY created_at DESC, id DESC
LIMIT :limit::integer;

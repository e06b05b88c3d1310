-- name: searchProducts :many
-- Those that are sold, from behind the given position on. By price the first page begins at the lowest one that is asked for:
-- of two limits of the same index PostgreSQL would begin at the other.
-- order newest: created_at DESC, id DESC
-- order price: price, id
-- order name: lower(name) COLLATE "C", id
-- after newest: (created_at, id) < (coalesce(:after_created_at::timestamptz, 'infinity'), :after_id::uuid)
-- after price: (price, id) > (coalesce(:after_price::numeric, :min_price, -1), coalesce(:after_id::uuid, '00000000-0000-0000-0000-000000000000'))
-- after name: (lower(name) COLLATE "C", id) > (lower(coalesce(:after_name::text, '')) COLLATE "C", :after_id::uuid)
-- param after_id: nullable
SELECT id, sku, name, description, price, stock_quantity, created_at
FROM catalog.products
WHERE archived_at IS NULL
  AND (:words::text IS NULL OR search @@ to_tsquery('simple', :words))
  AND (:min_price::numeric IS NULL OR price >= :min_price)
  AND (:max_price::numeric IS NULL OR price <= :max_price)
  AND (:available::boolean IS NULL OR (stock_quantity > 0) = :available)
  AND (created_at, id) < (coalesce(:after_created_at::timestamptz, 'infinity'), :after_id::uuid)
ORDER BY created_at DESC, id DESC
LIMIT :limit::integer;

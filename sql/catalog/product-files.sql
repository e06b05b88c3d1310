-- name: importProducts :many
-- Inserts or updates by sku, and says what became of each. Products that are the same already, or archived, are left alone.
-- 'unclear': it was left alone for what it was not yet when the statement began, but became while its row was waited for.
-- vet: allow unbounded-many: one row for each that was given
-- rows: products
WITH given AS (
  SELECT id, sku, name, description, price, stock_quantity, created_at
  FROM unnest(
    :id::uuid[], :sku::text[], :name::text[], :description::text[], :price::numeric[], :stock_quantity::integer[],
    :created_at::timestamptz[]
  ) AS given (id, sku, name, description, price, stock_quantity, created_at)
),
stored AS (
  INSERT INTO catalog.products AS product
    (id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at)
  -- In one order, so that two imports at once don't wait for each other.
  SELECT id, sku, name, description, price, stock_quantity, NULL, 1, created_at, created_at FROM given ORDER BY sku
  ON CONFLICT (sku) DO UPDATE
  SET
    name = excluded.name, description = excluded.description, price = excluded.price,
    stock_quantity = excluded.stock_quantity, version = product.version + 1, updated_at = excluded.updated_at
  WHERE product.archived_at IS NULL
    AND (product.name, product.description, product.price, product.stock_quantity)
      IS DISTINCT FROM (excluded.name, excluded.description, excluded.price, excluded.stock_quantity)
  RETURNING product.id, product.sku, product.version, product.updated_at
),
event AS (
  INSERT INTO catalog.events (aggregate_id, version, position, type, data, occurred_at)
  SELECT id, version, 1, :event_type, '{}', updated_at FROM stored
)
SELECT
  given.sku,
  CASE
    WHEN stored.version = 1 THEN 'added'
    WHEN stored.version > 1 THEN 'changed'
    WHEN former.archived_at IS NOT NULL THEN 'archived'
    WHEN (former.name, former.description, former.price, former.stock_quantity)
      IS DISTINCT FROM (given.name, given.description, given.price, given.stock_quantity) THEN 'unclear'
    ELSE 'unchanged'
  END AS outcome
FROM given
LEFT JOIN stored ON stored.sku = given.sku
LEFT JOIN catalog.products AS former ON former.sku = given.sku;

-- name: exportProducts :stream
-- Those that are sold.
SELECT sku, name, description, price, stock_quantity
FROM catalog.products
WHERE archived_at IS NULL
ORDER BY sku;

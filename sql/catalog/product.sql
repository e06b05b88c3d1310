-- name: insertProduct :exec
INSERT INTO catalog.products
  (id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at)
VALUES
  (:id, :sku, :name, :description, :price, :stock_quantity, :archived_at, :version, :created_at, :updated_at);

-- name: findProduct :maybe
SELECT id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at
FROM catalog.products
WHERE id = :id;

-- name: lockProduct :maybe
-- Until the end of the transaction for us alone.
SELECT id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at
FROM catalog.products
WHERE id = :id
FOR UPDATE;

-- name: updateProduct :exec
UPDATE catalog.products
SET
  name = :name, description = :description, price = :price, stock_quantity = :stock_quantity,
  archived_at = :archived_at, version = version + 1, updated_at = :updated_at
WHERE id = :id AND version = :version;

-- name: lockProducts :many
-- By sku, as the import locks them: whoever locks several in another order may wait for one who waits for him.
SELECT id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at
FROM catalog.products
WHERE id = ANY(:ids)
ORDER BY sku
FOR UPDATE;

-- name: archiveProducts :exec
-- rows: products
UPDATE catalog.products AS product
SET archived_at = given.archived_at, version = product.version + 1, updated_at = given.updated_at
FROM unnest(:id::uuid[], :archived_at::timestamptz[], :updated_at::timestamptz[]) AS given (id, archived_at, updated_at)
WHERE product.id = given.id;

// Generated from product-files.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { many } from "#infrastructure/shared/database/statement.ts";
import { stream } from "#infrastructure/shared/database/stream.ts";

/**
 * Inserts or updates by sku, and says what became of each. Products that are the same already, or archived, are left alone.
 * 'unclear': it was left alone for what it was not yet when the statement began, but became while its row was waited for.
 *
 * @see [product-files.sql](../../../sql/catalog/product-files.sql)
 */
export const importProducts = many<
  {
    products: readonly {
      id: string;
      sku: string;
      name: string;
      description: string | null;
      price: string;
      stockQuantity: number;
      createdAt: Date;
    }[];
    eventType: string;
  },
  { sku: string; outcome: string }
>({
  name: "catalog/product-files.importProducts",
  text: `WITH given AS (
  SELECT id, sku, name, description, price, stock_quantity, created_at
  FROM unnest(
    $1::uuid[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::integer[],
    $7::timestamptz[]
  ) AS given (id, sku, name, description, price, stock_quantity, created_at)
),
stored AS (
  INSERT INTO catalog.products AS product
    (id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at)
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
  SELECT id, version, 1, $8, '{}', updated_at FROM stored
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
LEFT JOIN catalog.products AS former ON former.sku = given.sku`,
  parameters: [
    "products.id",
    "products.sku",
    "products.name",
    "products.description",
    "products.price",
    "products.stockQuantity",
    "products.createdAt",
    "eventType",
  ],
  parameterTypes: [2951, 1009, 1009, 1009, 1231, 1007, 1185, 25],
});

/**
 * Those that are sold.
 *
 * @see [product-files.sql](../../../sql/catalog/product-files.sql)
 */
export const exportProducts = stream<
  {},
  { sku: string; name: string; description: string | null; price: string; stockQuantity: number }
>({
  name: "catalog/product-files.exportProducts",
  text: `SELECT sku, name, description, price, stock_quantity
FROM catalog.products
WHERE archived_at IS NULL
ORDER BY sku`,
  parameters: [],
  parameterTypes: [],
});

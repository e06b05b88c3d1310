// Generated from product.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, many, maybe } from "#infrastructure/shared/database/statement.ts";

/** @see [product.sql](../../../sql/catalog/product.sql) */
export const insertProduct = exec<{
  id: string;
  sku: string;
  name: string;
  description: string | null;
  price: string;
  stockQuantity: number;
  archivedAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}>({
  name: "catalog/product.insertProduct",
  text: `INSERT INTO catalog.products
  (id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at)
VALUES
  ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  parameters: [
    "id",
    "sku",
    "name",
    "description",
    "price",
    "stockQuantity",
    "archivedAt",
    "version",
    "createdAt",
    "updatedAt",
  ],
  parameterTypes: [2950, 25, 25, 25, 1700, 23, 1184, 23, 1184, 1184],
});

/** @see [product.sql](../../../sql/catalog/product.sql) */
export const findProduct = maybe<
  { id: string },
  {
    id: string;
    sku: string;
    name: string;
    description: string | null;
    price: string;
    stockQuantity: number;
    archivedAt: Date | null;
    version: number;
    createdAt: Date;
    updatedAt: Date;
  }
>({
  name: "catalog/product.findProduct",
  text: `SELECT id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at
FROM catalog.products
WHERE id = $1`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * Until the end of the transaction for us alone.
 *
 * @see [product.sql](../../../sql/catalog/product.sql)
 */
export const lockProduct = maybe<
  { id: string },
  {
    id: string;
    sku: string;
    name: string;
    description: string | null;
    price: string;
    stockQuantity: number;
    archivedAt: Date | null;
    version: number;
    createdAt: Date;
    updatedAt: Date;
  }
>({
  name: "catalog/product.lockProduct",
  text: `SELECT id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at
FROM catalog.products
WHERE id = $1
FOR UPDATE`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/** @see [product.sql](../../../sql/catalog/product.sql) */
export const updateProduct = exec<{
  name: string;
  description: string | null;
  price: string;
  stockQuantity: number;
  archivedAt: Date | null;
  updatedAt: Date;
  id: string;
  version: number;
}>({
  name: "catalog/product.updateProduct",
  text: `UPDATE catalog.products
SET
  name = $1, description = $2, price = $3, stock_quantity = $4,
  archived_at = $5, version = version + 1, updated_at = $6
WHERE id = $7 AND version = $8`,
  parameters: ["name", "description", "price", "stockQuantity", "archivedAt", "updatedAt", "id", "version"],
  parameterTypes: [25, 25, 1700, 23, 1184, 1184, 2950, 23],
});

/**
 * By sku, as the import locks them: whoever locks several in another order may wait for one who waits for him.
 *
 * @see [product.sql](../../../sql/catalog/product.sql)
 */
export const lockProducts = many<
  { ids: readonly string[] },
  {
    id: string;
    sku: string;
    name: string;
    description: string | null;
    price: string;
    stockQuantity: number;
    archivedAt: Date | null;
    version: number;
    createdAt: Date;
    updatedAt: Date;
  }
>({
  name: "catalog/product.lockProducts",
  text: `SELECT id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at
FROM catalog.products
WHERE id = ANY($1)
ORDER BY sku
FOR UPDATE`,
  parameters: ["ids"],
  parameterTypes: [2951],
});

/** @see [product.sql](../../../sql/catalog/product.sql) */
export const archiveProducts = exec<{ products: readonly { id: string; archivedAt: Date | null; updatedAt: Date }[] }>({
  name: "catalog/product.archiveProducts",
  text: `UPDATE catalog.products AS product
SET archived_at = given.archived_at, version = product.version + 1, updated_at = given.updated_at
FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS given (id, archived_at, updated_at)
WHERE product.id = given.id`,
  parameters: ["products.id", "products.archivedAt", "products.updatedAt"],
  parameterTypes: [2951, 1185, 1185],
});

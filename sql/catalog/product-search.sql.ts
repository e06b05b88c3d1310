// Generated from product-search.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { byOrder } from "#infrastructure/shared/database/by-order.ts";
import { many } from "#infrastructure/shared/database/statement.ts";

/**
 * Those that are sold, from behind the given position on. By price the first page begins at the lowest one that is asked for:
 * of two limits of the same index PostgreSQL would begin at the other.
 *
 * @see [product-search.sql](../../../sql/catalog/product-search.sql)
 */
export const searchProducts = byOrder<
  | {
      order: "newest";
      afterCreatedAt: Date | null;
      afterId: string | null;
      available: boolean | null;
      limit: number;
      maxPrice: string | null;
      minPrice: string | null;
      words: string | null;
    }
  | {
      order: "price";
      afterId: string | null;
      afterPrice: string | null;
      available: boolean | null;
      limit: number;
      maxPrice: string | null;
      minPrice: string | null;
      words: string | null;
    }
  | {
      order: "name";
      afterId: string | null;
      afterName: string | null;
      available: boolean | null;
      limit: number;
      maxPrice: string | null;
      minPrice: string | null;
      words: string | null;
    },
  Promise<
    {
      id: string;
      sku: string;
      name: string;
      description: string | null;
      price: string;
      stockQuantity: number;
      createdAt: Date;
    }[]
  >
>({
  newest: many({
    name: "catalog/product-search.searchProducts.newest",
    text: `SELECT id, sku, name, description, price, stock_quantity, created_at
FROM catalog.products
WHERE archived_at IS NULL
  AND ($1::text IS NULL OR search @@ to_tsquery('simple', $1))
  AND ($2::numeric IS NULL OR price >= $2)
  AND ($3::numeric IS NULL OR price <= $3)
  AND ($4::boolean IS NULL OR (stock_quantity > 0) = $4)
  AND (created_at, id) < (coalesce($5::timestamptz, 'infinity'), $6::uuid)
ORDER BY created_at DESC, id DESC
LIMIT $7::integer`,
    parameters: ["words", "minPrice", "maxPrice", "available", "afterCreatedAt", "afterId", "limit"],
    parameterTypes: [25, 1700, 1700, 16, 1184, 2950, 23],
  }),
  price: many({
    name: "catalog/product-search.searchProducts.price",
    text: `SELECT id, sku, name, description, price, stock_quantity, created_at
FROM catalog.products
WHERE archived_at IS NULL
  AND ($1::text IS NULL OR search @@ to_tsquery('simple', $1))
  AND ($2::numeric IS NULL OR price >= $2)
  AND ($3::numeric IS NULL OR price <= $3)
  AND ($4::boolean IS NULL OR (stock_quantity > 0) = $4)
  AND (price, id) > (coalesce($5::numeric, $2, -1), coalesce($6::uuid, '00000000-0000-0000-0000-000000000000'))
ORDER BY price, id
LIMIT $7::integer`,
    parameters: ["words", "minPrice", "maxPrice", "available", "afterPrice", "afterId", "limit"],
    parameterTypes: [25, 1700, 1700, 16, 1700, 2950, 23],
  }),
  name: many({
    name: "catalog/product-search.searchProducts.name",
    text: `SELECT id, sku, name, description, price, stock_quantity, created_at
FROM catalog.products
WHERE archived_at IS NULL
  AND ($1::text IS NULL OR search @@ to_tsquery('simple', $1))
  AND ($2::numeric IS NULL OR price >= $2)
  AND ($3::numeric IS NULL OR price <= $3)
  AND ($4::boolean IS NULL OR (stock_quantity > 0) = $4)
  AND (lower(name) COLLATE "C", id) > (lower(coalesce($5::text, '')) COLLATE "C", $6::uuid)
ORDER BY lower(name) COLLATE "C", id
LIMIT $7::integer`,
    parameters: ["words", "minPrice", "maxPrice", "available", "afterName", "afterId", "limit"],
    parameterTypes: [25, 1700, 1700, 16, 25, 2950, 23],
  }),
});

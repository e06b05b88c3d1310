// Generated from product-prices.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, many } from "#infrastructure/shared/database/statement.ts";

/** @see [product-prices.sql](../../../sql/ordering/product-prices.sql) */
export const findProducts = many<
  { ids: readonly string[] },
  { id: string; name: string; price: string; available: boolean }
>({
  name: "ordering/product-prices.findProducts",
  text: `SELECT id, name, price, available
FROM ordering.products
WHERE id = ANY ($1::uuid[])`,
  parameters: ["ids"],
  parameterTypes: [2951],
});

/** @see [product-prices.sql](../../../sql/ordering/product-prices.sql) */
export const putProduct = exec<{ id: string; name: string; price: string; available: boolean }>({
  name: "ordering/product-prices.putProduct",
  text: `INSERT INTO ordering.products (id, name, price, available)
VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, price = excluded.price, available = excluded.available`,
  parameters: ["id", "name", "price", "available"],
  parameterTypes: [2950, 25, 1700, 16],
});

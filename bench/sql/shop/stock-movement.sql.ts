// Generated from stock-movement.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec } from "#infrastructure/shared/database/statement.ts";

/** @see [stock-movement.sql](../../../sql/shop/stock-movement.sql) */
export const insertMovements = exec<{
  movements: readonly { id: string; productId: string; quantity: number; reason: string | null; occurredAt: Date }[];
}>({
  name: "shop/stock-movement.insertMovements",
  text: `INSERT INTO shop.stock_movements (id, product_id, quantity, reason, occurred_at)
SELECT id, product_id, quantity, reason, occurred_at
FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::timestamptz[])
  AS given (id, product_id, quantity, reason, occurred_at)`,
  parameters: ["movements.id", "movements.productId", "movements.quantity", "movements.reason", "movements.occurredAt"],
  parameterTypes: [2951, 2951, 1007, 1009, 1185],
});

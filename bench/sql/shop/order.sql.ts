// Generated from order.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, many } from "#infrastructure/shared/database/statement.ts";

/** @see [order.sql](../../../sql/shop/order.sql) */
export const insertOrder = exec<{
  id: string;
  customerId: string;
  status: string;
  note: string | null;
  version: number;
  placedAt: Date;
}>({
  name: "shop/order.insertOrder",
  text: `INSERT INTO shop.orders (id, customer_id, status, note, version, placed_at)
VALUES ($1, $2, $3, $4, $5, $6)`,
  parameters: ["id", "customerId", "status", "note", "version", "placedAt"],
  parameterTypes: [2950, 2950, 25, 25, 23, 1184],
});

/** @see [order.sql](../../../sql/shop/order.sql) */
export const insertItems = exec<{
  orderId: string;
  items: readonly { productId: string; quantity: number; unitPrice: number }[];
}>({
  name: "shop/order.insertItems",
  text: `INSERT INTO shop.order_items (order_id, position, product_id, quantity, unit_price)
SELECT $1, position, product_id, quantity, unit_price
FROM unnest($2::uuid[], $3::integer[], $4::integer[])
  WITH ORDINALITY AS given (product_id, quantity, unit_price, position)`,
  parameters: ["orderId", "items.productId", "items.quantity", "items.unitPrice"],
  parameterTypes: [2950, 2951, 1007, 1007],
});

/**
 * Newest first, from behind the given position on, each with its items.
 *
 * @see [order.sql](../../../sql/shop/order.sql)
 */
export const listOrders = many<
  { afterPlacedAt: Date; afterId: string; limit: number },
  {
    id: string;
    customerId: string;
    status: string;
    note: string | null;
    version: number;
    placedAt: Date;
    items: { productId: string; quantity: number; unitPrice: number }[];
  }
>({
  name: "shop/order.listOrders",
  text: `SELECT
  orders.id, orders.customer_id, orders.status, orders.note, orders.version, orders.placed_at,
  (
    SELECT coalesce(
      json_agg(
        json_build_object('productId', product_id, 'quantity', quantity, 'unitPrice', unit_price) ORDER BY position
      ),
      '[]'
    )
    FROM shop.order_items
    WHERE order_items.order_id = orders.id
  ) AS items
FROM shop.orders
WHERE (orders.placed_at, orders.id) < ($1, $2)
ORDER BY orders.placed_at DESC, orders.id DESC
LIMIT $3::integer`,
  parameters: ["afterPlacedAt", "afterId", "limit"],
  parameterTypes: [1184, 2950, 23],
});

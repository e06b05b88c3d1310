// Generated from customer-orders.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { many } from "#infrastructure/shared/database/statement.ts";

/**
 * Newest first, from behind the given position on, each with its items.
 *
 * @see [customer-orders.sql](../../../sql/ordering/customer-orders.sql)
 */
export const listOrders = many<
  { customerId: string; afterCreatedAt: Date | null; afterId: string | null; limit: number },
  {
    id: string;
    orderNumber: string;
    customerId: string;
    status: string;
    totalAmount: string;
    version: number;
    createdAt: Date;
    updatedAt: Date;
    items: { id: string; productId: string; quantity: number; unitPrice: string; subtotal: string }[];
  }
>({
  name: "ordering/customer-orders.listOrders",
  text: `SELECT
  orders.id, orders.order_number, orders.customer_id, orders.status, orders.total_amount,
  orders.version, orders.created_at, orders.updated_at,
  (
    SELECT coalesce(
      json_agg(
        json_build_object(
          'id', id, 'productId', product_id, 'quantity', quantity,
          'unitPrice', unit_price::text, 'subtotal', subtotal::text
        )
        ORDER BY id
      ),
      '[]'
    )
    FROM ordering.order_items
    WHERE order_items.order_id = orders.id
  ) AS items
FROM ordering.orders
WHERE orders.customer_id = $1
  AND (created_at, orders.id) < (coalesce($2::timestamptz, 'infinity'), $3::uuid)
ORDER BY orders.created_at DESC, orders.id DESC
LIMIT $4::integer`,
  parameters: ["customerId", "afterCreatedAt", "afterId", "limit"],
  parameterTypes: [2950, 1184, 2950, 23],
});

// Generated from order.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, many, maybe } from "#infrastructure/shared/database/statement.ts";

/** @see [order.sql](../../../sql/ordering/order.sql) */
export const insertOrder = exec<{
  id: string;
  orderNumber: string;
  customerId: string;
  status: string;
  totalAmount: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}>({
  name: "ordering/order.insertOrder",
  text: `INSERT INTO ordering.orders
  (id, order_number, customer_id, status, total_amount, version, created_at, updated_at)
VALUES
  ($1, $2, $3, $4, $5, $6, $7, $8)`,
  parameters: ["id", "orderNumber", "customerId", "status", "totalAmount", "version", "createdAt", "updatedAt"],
  parameterTypes: [2950, 25, 2950, 25, 1700, 23, 1184, 1184],
});

/** @see [order.sql](../../../sql/ordering/order.sql) */
export const insertItems = exec<{
  orderId: string;
  items: readonly { id: string; productId: string; quantity: number; unitPrice: string; subtotal: string }[];
}>({
  name: "ordering/order.insertItems",
  text: `INSERT INTO ordering.order_items (id, order_id, product_id, quantity, unit_price, subtotal)
SELECT id, $1, product_id, quantity, unit_price, subtotal
FROM unnest($2::uuid[], $3::uuid[], $4::integer[], $5::numeric[], $6::numeric[])
  AS given (id, product_id, quantity, unit_price, subtotal)`,
  parameters: ["orderId", "items.id", "items.productId", "items.quantity", "items.unitPrice", "items.subtotal"],
  parameterTypes: [2950, 2951, 2951, 1007, 1231, 1231],
});

/** @see [order.sql](../../../sql/ordering/order.sql) */
export const findOrder = maybe<
  { id: string },
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
  name: "ordering/order.findOrder",
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
WHERE orders.id = $1`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/** @see [order.sql](../../../sql/ordering/order.sql) */
export const findOrderByNumber = maybe<
  { orderNumber: string },
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
  name: "ordering/order.findOrderByNumber",
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
WHERE orders.order_number = $1`,
  parameters: ["orderNumber"],
  parameterTypes: [25],
});

/**
 * The order, until the end of the transaction for us alone. With it its items: nobody changes them without this lock.
 *
 * @see [order.sql](../../../sql/ordering/order.sql)
 */
export const lockOrder = maybe<
  { id: string },
  {
    id: string;
    orderNumber: string;
    customerId: string;
    status: string;
    totalAmount: string;
    version: number;
    createdAt: Date;
    updatedAt: Date;
  }
>({
  name: "ordering/order.lockOrder",
  text: `SELECT id, order_number, customer_id, status, total_amount, version, created_at, updated_at
FROM ordering.orders
WHERE id = $1
FOR UPDATE`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * For an order that is locked: what lockOrder itself read beside its row could be from before it waited for it.
 *
 * @see [order.sql](../../../sql/ordering/order.sql)
 */
export const findItems = many<
  { orderId: string },
  { id: string; productId: string; quantity: number; unitPrice: string; subtotal: string }
>({
  name: "ordering/order.findItems",
  text: `SELECT id, product_id, quantity, unit_price, subtotal
FROM ordering.order_items
WHERE order_id = $1
ORDER BY id`,
  parameters: ["orderId"],
  parameterTypes: [2950],
});

/** @see [order.sql](../../../sql/ordering/order.sql) */
export const updateOrder = exec<{ status: string; totalAmount: string; updatedAt: Date; id: string; version: number }>({
  name: "ordering/order.updateOrder",
  text: `UPDATE ordering.orders
SET status = $1, total_amount = $2, version = version + 1, updated_at = $3
WHERE id = $4 AND version = $5`,
  parameters: ["status", "totalAmount", "updatedAt", "id", "version"],
  parameterTypes: [25, 1700, 1184, 2950, 23],
});

/**
 * The items of an order as they are now: those that aren't among them any more are deleted, all in one statement.
 *
 * @see [order.sql](../../../sql/ordering/order.sql)
 */
export const saveItems = exec<{
  items: readonly { id: string; productId: string; quantity: number; unitPrice: string; subtotal: string }[];
  orderId: string;
}>({
  name: "ordering/order.saveItems",
  text: `WITH given AS (
  SELECT id, product_id, quantity, unit_price, subtotal
  FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::numeric[], $5::numeric[])
    AS given (id, product_id, quantity, unit_price, subtotal)
),
removed AS (
  DELETE FROM ordering.order_items
  WHERE order_items.order_id = $6 AND NOT EXISTS (SELECT FROM given WHERE given.id = order_items.id)
)
INSERT INTO ordering.order_items (id, order_id, product_id, quantity, unit_price, subtotal)
SELECT id, $6, product_id, quantity, unit_price, subtotal
FROM given
ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity, subtotal = excluded.subtotal
WHERE order_items.quantity <> excluded.quantity`,
  parameters: ["items.id", "items.productId", "items.quantity", "items.unitPrice", "items.subtotal", "orderId"],
  parameterTypes: [2951, 2951, 1007, 1231, 1231, 2950],
});

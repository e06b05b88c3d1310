/** The statements of the hand-written libraries: those of ours, with the names of the columns as the model has them. */
const userColumns = `id, email, name, role, version, created_at AS "createdAt", updated_at AS "updatedAt"`;

export const statements = {
  findUser: `SELECT ${userColumns} FROM shop.users WHERE id = $1`,
  lockUser: `SELECT ${userColumns} FROM shop.users WHERE id = $1 FOR UPDATE`,
  updateUser: `UPDATE shop.users SET email = $1, name = $2, role = $3, updated_at = $4, version = version + 1
    WHERE id = $5 AND version = $6`,
  insertOrder: `INSERT INTO shop.orders (id, customer_id, status, note, version, placed_at)
    VALUES ($1, $2, $3, $4, $5, $6)`,
  insertItems: `INSERT INTO shop.order_items (order_id, position, product_id, quantity, unit_price)
    SELECT $1, position, product_id, quantity, unit_price
    FROM unnest($2::uuid[], $3::integer[], $4::integer[])
      WITH ORDINALITY AS given (product_id, quantity, unit_price, position)`,
  listOrders: `SELECT orders.id, customer_id AS "customerId", status, note, version, placed_at AS "placedAt",
      (SELECT coalesce(json_agg(
          json_build_object('productId', product_id, 'quantity', quantity, 'unitPrice', unit_price) ORDER BY position
        ), '[]')
       FROM shop.order_items WHERE order_id = orders.id) AS items
    FROM shop.orders WHERE (placed_at, id) < ($1, $2) ORDER BY placed_at DESC, id DESC LIMIT $3::integer`,
  insertMovements: `INSERT INTO shop.stock_movements (id, product_id, quantity, reason, occurred_at)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::timestamptz[])`,
} as const;

import { expect } from "vitest";
import { createItem, totalOf } from "#domain/ordering/order-item.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";
import { run } from "#test/support/ad-hoc-statement.ts";
import { postgresAdapters } from "#test/support/ordering/postgres-adapters.ts";
import { expectSeededOnce, idsOf, withSampleData } from "#test/support/sample-data.ts";

const test = withSampleData("identity", "catalog", "ordering");

test("orders have numbers that check themselves, items at the prices of the products, and totals", async ({
  world,
}) => {
  const { orders, productPrices } = postgresAdapters(world);
  for (const id of await idsOf<"Order">(world, "ordering.orders", 97)) {
    const { snapshot } = await orders.read(id);
    const { items, orderNumber, totalAmount, status, version, createdAt, updatedAt } = snapshot;
    expect(await orders.readByNumber(OrderNumber.parse(orderNumber))).toHaveProperty("snapshot", snapshot);
    const prices = await productPrices.find(items.map(({ productId }) => productId));
    for (const item of items) {
      const price = prices.find((product) => product.id === item.productId)!.price;
      expect(createItem(item.id, item, price)).toEqual(item);
    }
    expect(totalOf(items)).toBe(totalAmount);
    expect(status === "pending").toBe(version === 1);
    expect(updatedAt.getTime() > createdAt.getTime()).toBe(version > 1);
  }
});

test("every order has items that add up to its total, and a number that checks itself", async ({ world }) => {
  const rows = await world.withConnection((connection) =>
    run(
      connection,
      `SELECT order_number, total_amount = (SELECT sum(subtotal) FROM ordering.order_items WHERE order_id = orders.id)
         AS adds_up FROM ordering.orders`,
    ),
  );
  const wrong = (rows as { orderNumber: string; addsUp: boolean | null }[]).filter(
    ({ orderNumber, addsUp }) => addsUp !== true || OrderNumber.parse(orderNumber).toString() !== orderNumber,
  );
  expect(wrong).toEqual([]);
  expect(rows).toHaveLength(10_000);
});

test("what ordering says of products and customers is so", async ({ world }) => {
  const strange = `
    SELECT 'product' AS of, id FROM catalog.products FULL JOIN ordering.products AS copy USING (id)
    WHERE (products.name, products.price, archived_at IS NULL) IS DISTINCT FROM (copy.name, copy.price, copy.available)
    UNION ALL SELECT 'customer', id FROM ordering.orders WHERE customer_id NOT IN (SELECT id FROM identity.users)`;
  expect(await world.withConnection((connection) => run(connection, strange))).toEqual([]);
});

test("seeding again changes nothing, and brings nothing back that was removed", async ({ db }) => {
  await expectSeededOnce(
    db,
    "ordering",
    "DELETE FROM ordering.order_items WHERE id IN (SELECT max(id::text)::uuid FROM ordering.order_items)",
  );
});

import { describe, expect } from "vitest";
import { createOrdering } from "#application/ordering/ordering.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";
import { parseId } from "#domain/shared/id.ts";
import { test as base } from "#test/support/fixtures.ts";
import { ada, anOrder, chair, lamp, table } from "#test/support/ordering/order-builder.ts";
import { postgresAdapters } from "#test/support/ordering/postgres-adapters.ts";
import { asCustomer } from "#test/support/ordering/test-ordering.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { measuredDataSource } from "#test/support/measured-data-source.ts";

/** Ordering on one open connection, which has prepared no statement yet, and what a work costs there. */
const test = base.extend("measured", async ({ db }, { onCleanup }) => {
  const { dataSource, costOf, close } = await measuredDataSource(db);
  onCleanup(close);
  const adapters = postgresAdapters(dataSource);
  return { ...adapters, ordering: createOrdering(adapters), costOf };
});

const three = anOrder().with(table, 1, "99.90").with(chair, 3).with(lamp, 7, "0.10");
const march = { from: "2026-03-01", to: "2026-03-31", timeZone: "Europe/London" };

describe("what ordering costs", () => {
  test("place an order of 10 items: 2 round trips, one for the prices and one for all the rest", async ({
    measured,
  }) => {
    const { ordering, costOf } = measured;
    const ids = sequentialIds();
    const items = Array.from({ length: 10 }, () => ({ productId: parseId<"Product">(ids.next()), quantity: 2 }));
    for (const { productId } of items) {
      await ordering.putProduct({ id: productId, name: "Chair", price: "12.50", available: true });
    }
    expect(await costOf(() => ordering.placeOrder({ customerId: ada, items }))).toEqual({
      roundTrips: 2,
      statements: ["product-prices.findProducts", "order.insertOrder", "order.insertItems", "event.appendEvents"],
    });
    expect((await ordering.listOrders({ customerId: ada, limit: 1 })).items).toMatchObject([{ totalAmount: "250.00" }]);
  });

  test("list 20 orders with their items: 1", async ({ measured }) => {
    const { ordering, orders, costOf } = measured;
    for (let count = 0; count < 21; count++) await orders.create(anOrder().with(chair).with(table).with(lamp).build());
    let page: Awaited<ReturnType<typeof ordering.listOrders>> | undefined;
    const list = async () => void (page = await ordering.listOrders({ customerId: ada, limit: 20 }));
    expect(await costOf(list)).toEqual({ roundTrips: 1, statements: ["customer-orders.listOrders"] });
    expect(page?.items.map(({ items }) => items.length)).toEqual(Array.from({ length: 20 }, () => 3));
    const next = () => ordering.listOrders({ customerId: ada, limit: 20, after: page?.next });
    expect(await costOf(next)).toMatchObject({ roundTrips: 1 });
  });

  test("read an order with its items, by id or by number: 1", async ({ measured }) => {
    const { orders, costOf } = measured;
    const { snapshot } = three.build();
    await orders.create(three.build());
    expect(await costOf(() => orders.read(snapshot.id))).toEqual({ roundTrips: 1, statements: ["order.findOrder"] });
    const byNumber = () => orders.readByNumber(OrderNumber.parse(snapshot.orderNumber));
    expect(await costOf(byNumber)).toEqual({ roundTrips: 1, statements: ["order.findOrderByNumber"] });
  });

  test("change quantities: 2, with one statement for all the items", async ({ measured }) => {
    const { ordering, orders, costOf } = measured;
    const { id: orderId } = three.build().snapshot;
    await orders.create(three.build());
    const items = [
      { productId: table, quantity: 0 },
      { productId: chair, quantity: 1 },
      { productId: lamp, quantity: 8 },
    ];
    expect(await costOf(() => ordering.changeQuantities({ actor: asCustomer(ada), orderId, items }))).toEqual({
      roundTrips: 2,
      statements: ["order.lockOrder", "order.findItems", "order.updateOrder", "order.saveItems", "event.appendEvents"],
    });
    expect((await orders.read(orderId)).snapshot.totalAmount).toBe("13.30");
  });

  test("a step: 2, and the items aren't written", async ({ measured }) => {
    const { ordering, orders, costOf } = measured;
    const { id } = three.build().snapshot;
    await orders.create(three.build());
    expect(await costOf(() => ordering.confirmOrder(id))).toEqual({
      roundTrips: 2,
      statements: ["order.lockOrder", "order.findItems", "order.updateOrder", "event.appendEvents"],
    });
    expect((await orders.read(id)).snapshot.status).toBe("confirmed");
  });

  test("a report: 1", async ({ measured }) => {
    const { ordering, costOf } = measured;
    expect(await costOf(() => ordering.reportSalesByDay(march))).toMatchObject({ roundTrips: 1 });
    expect(await costOf(() => ordering.reportSalesByProduct(march, 20))).toMatchObject({ roundTrips: 1 });
  });

  test("a product's price: 1", async ({ measured }) => {
    const { ordering, costOf } = measured;
    const chairs = { id: chair, name: "Chair", price: "12.50", available: true };
    expect(await costOf(() => ordering.putProduct(chairs))).toMatchObject({ roundTrips: 1 });
  });
});

import { expect } from "vitest";
import { OrderNumberTaken } from "#domain/ordering/errors.ts";
import { Money } from "#domain/shared/money.ts";
import { ada, anOrder, chair } from "#test/support/ordering/order-builder.ts";
import { test } from "#test/support/ordering/postgres-adapters.ts";
import { storedEvents } from "#test/support/stored-events.ts";

test("the events of a change are stored with it, in their order, with the version they led to", async ({
  db,
  ordering: { orders, orderFactory, clock },
}) => {
  const placed = clock.now();
  const order = orderFactory.place(ada, [{ productId: chair, quantity: 2, unitPrice: Money.parse("12.50") }]);
  const { id } = order.snapshot;
  await orders.create(order);
  clock.forward({ days: 1, milliseconds: 1 });
  const changed = clock.now();
  await orders.update(id, (stored) => {
    stored
      .readyTo("changeQuantities")
      .changeQuantities([{ productId: chair, quantity: 3 }])
      .confirm();
  });
  clock.forward({ days: 1 });
  await orders.update(id, (stored) => void stored.readyTo("ship").ship().deliver());

  const data = {};
  expect(await storedEvents(db.dataSource, "ordering", id)).toEqual([
    { version: 1, position: 1, type: "OrderPlaced", data, occurredAt: placed },
    { version: 2, position: 1, type: "OrderQuantitiesChanged", data, occurredAt: changed },
    { version: 2, position: 2, type: "OrderConfirmed", data, occurredAt: changed },
    { version: 3, position: 1, type: "OrderShipped", data, occurredAt: clock.now() },
    { version: 3, position: 2, type: "OrderDelivered", data, occurredAt: clock.now() },
  ]);
});

test("no event is stored of what wasn't, as after a conflict or a rollback", async ({
  db,
  ordering: { orders, orderFactory, transactions },
}) => {
  const products = [{ productId: chair, quantity: 2, unitPrice: Money.parse("12.50") }];
  const second = orderFactory.place(ada, products);
  await orders.create(anOrder().build());
  await orders.create(
    orderFactory.restore({ ...anOrder().build().snapshot, orderNumber: second.snapshot.orderNumber }),
  );
  await expect(orders.create(second)).rejects.toThrow(OrderNumberTaken);
  expect(await storedEvents(db.dataSource, "ordering", second.snapshot.id)).toEqual([]);

  const order = anOrder().build();
  const { id } = order.snapshot;
  await orders.create(order);
  const work = transactions.run(async () => {
    await orders.update(id, (stored) => void stored.readyTo("cancel").cancel());
    throw new Error("too late");
  });
  await expect(work).rejects.toThrow("too late");
  expect(await storedEvents(db.dataSource, "ordering", id)).toEqual([]);
  expect((await orders.read(id)).snapshot.status).toBe("pending");
});

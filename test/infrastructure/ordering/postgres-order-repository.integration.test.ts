import { expect } from "vitest";
import { OrderNumber } from "#domain/ordering/order-number.ts";
import { orderRepositoryContract } from "#test/support/ordering/contracts/order-repository-contract.ts";
import { orderRepositoryUpdatesContract } from "#test/support/ordering/contracts/order-repository-updates-contract.ts";
import { ada, anOrder, chair, lamp, table } from "#test/support/ordering/order-builder.ts";
import { test } from "#test/support/ordering/postgres-adapters.ts";

orderRepositoryContract(test);
orderRepositoryUpdatesContract(test);

test("items come in the order of their ids, however their rows lie", async ({ ordering }) => {
  const { orders, customerOrders, orderFactory } = ordering;
  const { snapshot } = anOrder().with(table, 1, "99.90").with(lamp).with(chair).build();
  await orders.create(orderFactory.restore({ ...snapshot, items: snapshot.items.toReversed() }));
  expect((await orders.read(snapshot.id)).snapshot).toStrictEqual(snapshot);
  expect((await orders.readByNumber(OrderNumber.parse(snapshot.orderNumber))).snapshot).toStrictEqual(snapshot);
  expect((await orders.update(snapshot.id, () => undefined)).snapshot).toStrictEqual(snapshot);
  expect((await customerOrders.list(ada, 1)).items).toStrictEqual([snapshot]);
});

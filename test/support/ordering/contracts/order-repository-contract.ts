import { describe, expect } from "vitest";
import { OrderNotFound, OrderNumberTaken } from "#domain/ordering/errors.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";
import { orderStatuses } from "#domain/ordering/order-status.ts";
import { parseId } from "#domain/shared/id.ts";
import { ada, anOrder, chair, grace, lamp, table } from "#test/support/ordering/order-builder.ts";
import type { OrderingTest } from "#test/support/ordering/ordering-adapters.ts";

const nothing = parseId<"Order">("ffffffff-0000-7000-8000-000000000000");

/** What every `OrderRepository` promises about single calls; about its update closure, see `order-repository-updates-contract.ts`. */
export function orderRepositoryContract(test: OrderingTest): void {
  describe("what is created is read again", () => {
    test.for([
      ["with several items in their order", anOrder().with(table, 1, "99.90").with(chair, 3).with(lamp, 7, "0.10")],
      ["with the largest amounts", anOrder().with(chair, 1, "99999999.99")],
      ["with what costs nothing", anOrder().with(chair, 9_999, "0.00")],
      ["with a date to the millisecond", anOrder().createdAt(new Date("1999-12-31T23:59:59.001Z"))],
      ...orderStatuses.map((status) => [`when it is ${status}`, anOrder().in(status)] as const),
    ] as const)("%s", async ([, builder], { ordering: { orders } }) => {
      const order = builder.build();
      await orders.create(order);
      const read = await orders.read(order.snapshot.id);
      expect(read.snapshot).toStrictEqual(order.snapshot);
      expect(read.events).toEqual([]);
    });

    test("by its number", async ({ ordering: { orders } }) => {
      const order = anOrder().build();
      await orders.create(anOrder().build());
      await orders.create(order);
      const read = await orders.readByNumber(OrderNumber.parse(order.snapshot.orderNumber));
      expect(read.snapshot).toStrictEqual(order.snapshot);
    });
  });

  describe("is not found", () => {
    test("an unknown order, nor changed", async ({ ordering: { orders } }) => {
      await orders.create(anOrder().build());
      await expect(orders.read(nothing)).rejects.toThrow(OrderNotFound);
      await expect(orders.readByNumber(OrderNumber.at(0))).rejects.toThrow(OrderNotFound);
      await expect(orders.update(nothing, () => undefined)).rejects.toThrow(OrderNotFound);
    });

    test("an order of another customer, nor changed, whatever version is expected", async ({
      ordering: { orders },
    }) => {
      const order = anOrder().of(ada).build();
      const { id, orderNumber } = order.snapshot;
      await orders.create(order);
      const of = { customerId: grace };
      await expect(orders.read(id, of)).rejects.toThrow(OrderNotFound);
      await expect(orders.readByNumber(OrderNumber.parse(orderNumber), of)).rejects.toThrow(OrderNotFound);
      const cancel = orders.update(id, (stored) => void stored.readyTo("cancel").cancel(), of);
      await expect(cancel).rejects.toThrow(OrderNotFound);
      await expect(orders.update(id, () => undefined, { ...of, expectedVersion: 7 })).rejects.toThrow(OrderNotFound);
      expect((await orders.read(id, { customerId: ada })).snapshot).toStrictEqual(order.snapshot);
    });
  });

  test("a number that another order has is refused, and nothing is stored", async ({ ordering: { orders } }) => {
    const first = anOrder().numbered(7).build();
    const second = anOrder().numbered(7).build();
    await orders.create(first);
    await expect(orders.create(second)).rejects.toThrow(OrderNumberTaken);
    await expect(orders.read(second.snapshot.id)).rejects.toThrow(OrderNotFound);
    expect((await orders.readByNumber(OrderNumber.at(7))).snapshot).toStrictEqual(first.snapshot);
  });
}

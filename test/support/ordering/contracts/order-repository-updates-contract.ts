import { describe, expect } from "vitest";
import { ImpossibleStep } from "#domain/ordering/errors.ts";
import type { Order } from "#domain/ordering/order.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { anOrder, chair, lamp, table } from "#test/support/ordering/order-builder.ts";
import type { OrderingTest } from "#test/support/ordering/ordering-adapters.ts";

const forty = Array.from({ length: 40 });
const three = anOrder().with(table, 1, "99.90").with(chair, 3).with(lamp, 7, "0.10");
const quantities = (...changes: [typeof chair, number][]) => {
  const items = changes.map(([productId, quantity]) => ({ productId, quantity }));
  return (order: Order) => void order.readyTo("changeQuantities").changeQuantities(items);
};
const confirm = (order: Order) => void order.readyTo("confirm").confirm();

/** What every `OrderRepository` promises about its update closure, and about many callers at once. */
export function orderRepositoryUpdatesContract(test: OrderingTest): void {
  describe("a change by closure", () => {
    test.for<[string, typeof three, (order: Order) => void]>([
      ["one quantity changed", three, quantities([chair, 4])],
      ["the first item taken out", three, quantities([table, 0])],
      ["all but the last taken out", three, quantities([table, 0], [chair, 0])],
      ["one taken out and others changed", three, quantities([chair, 0], [lamp, 8], [table, 2])],
      ["confirmed", three, confirm],
      ["shipped", three.in("confirmed"), (order) => void order.readyTo("ship").ship()],
      ["delivered", three.in("shipped"), (order) => void order.readyTo("deliver").deliver()],
      ["cancelled", three.in("confirmed"), (order) => void order.readyTo("cancel").cancel()],
      [
        "changed and confirmed at once",
        three,
        (order) =>
          void order
            .readyTo("changeQuantities")
            .changeQuantities([{ productId: chair, quantity: 1 }])
            .confirm(),
      ],
    ])("is stored, one version on: %s", async ([, builder, change], { ordering: { orders } }) => {
      const order = builder.build();
      const bystander = anOrder().with(chair, 5).build();
      await orders.create(order);
      await orders.create(bystander);
      const returned = await orders.update(order.snapshot.id, change);
      const stored = await orders.read(order.snapshot.id);
      expect(stored.snapshot).toStrictEqual(returned.snapshot);
      expect(stored.snapshot).not.toEqual(order.snapshot);
      expect(stored.snapshot.version).toBe(order.snapshot.version + 1);
      expect(returned.events).toEqual([]);
      expect((await orders.read(bystander.snapshot.id)).snapshot).toStrictEqual(bystander.snapshot);
    });

    test("leaves everything else as it was", async ({ ordering: { orders, clock } }) => {
      const order = three.build();
      await orders.create(order);
      await orders.update(order.snapshot.id, confirm);
      expect((await orders.read(order.snapshot.id)).snapshot).toStrictEqual({
        ...order.snapshot,
        status: "confirmed",
        version: 2,
        updatedAt: clock.now(),
      });
    });

    test("that throws stores nothing, and its error passes", async ({ ordering: { orders } }) => {
      const order = three.build();
      await orders.create(order);
      const thrown = new Error("changed my mind");
      const change = (stored: Order) => {
        quantities([chair, 9], [table, 0])(stored);
        throw thrown;
      };
      await expect(orders.update(order.snapshot.id, change)).rejects.toBe(thrown);
      expect((await orders.read(order.snapshot.id)).snapshot).toStrictEqual(order.snapshot);
    });

    test("that returns a promise after all is refused and stores nothing", async ({ ordering: { orders } }) => {
      const order = three.build();
      await orders.create(order);
      const later = async (stored: Order) => confirm(stored);
      // @ts-expect-error -- a change that returns a promise is refused by type
      await expect(orders.update(order.snapshot.id, later)).rejects.toThrow("must be synchronous");
      expect((await orders.read(order.snapshot.id)).snapshot).toStrictEqual(order.snapshot);
    });

    test("that changes nothing writes nothing", async ({ ordering: { orders, clock } }) => {
      const order = three.build();
      await orders.create(order);
      clock.forward({ days: 1 });
      const same = await orders.update(order.snapshot.id, quantities([chair, 3]));
      expect(same.snapshot).toStrictEqual(order.snapshot);
      expect((await orders.read(order.snapshot.id)).snapshot).toStrictEqual(order.snapshot);
    });
  });

  test("the version that the caller saw is compared before anything is changed", async ({ ordering: { orders } }) => {
    const order = three.build();
    const { id } = order.snapshot;
    await orders.create(order);
    await orders.update(id, quantities([chair, 4]), { expectedVersion: 1 });
    let called = false;
    const change = () => {
      called = true;
    };
    await expect(orders.update(id, change, { expectedVersion: 1 })).rejects.toThrow(ConcurrencyConflict);
    await expect(orders.update(id, change, { expectedVersion: 3 })).rejects.toThrow(ConcurrencyConflict);
    expect(called).toBe(false);
    expect((await orders.read(id)).snapshot.version).toBe(2);
  });

  describe("forty at once", () => {
    test("add one to a quantity, and none is lost", async ({ ordering: { orders } }) => {
      const order = anOrder().with(table, 1, "99.90").with(chair, 1).build();
      const { id } = order.snapshot;
      await orders.create(order);
      const addOne = (stored: Order) => quantities([chair, stored.snapshot.items[1]!.quantity + 1])(stored);
      await Promise.all(forty.map(() => orders.update(id, addOne)));
      const { items, totalAmount, version } = (await orders.read(id)).snapshot;
      expect(items.map(({ quantity }) => quantity)).toEqual([1, 41]);
      expect({ totalAmount, version }).toEqual({ totalAmount: "612.40", version: 41 });
    });

    test("confirm or cancel, and each step is taken from the state it needs", async ({ ordering: { orders } }) => {
      const order = three.build();
      const { id } = order.snapshot;
      await orders.create(order);
      const cancel = (stored: Order) => void stored.readyTo("cancel").cancel();
      const outcomes = await Promise.allSettled(
        forty.map((_, index) => orders.update(id, index % 2 === 0 ? confirm : cancel)),
      );
      const taken = outcomes.filter(({ status }) => status === "fulfilled");
      for (const outcome of outcomes.filter(({ status }) => status === "rejected")) {
        expect(outcome).toHaveProperty("reason", expect.any(ImpossibleStep));
      }
      const { status, version } = (await orders.read(id)).snapshot;
      expect(status).toBe("cancelled");
      expect(version).toBe(1 + taken.length);
      expect([1, 2]).toContain(taken.length);
    });
  });
}

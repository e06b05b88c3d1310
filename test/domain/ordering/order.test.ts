import { describe, expect, test } from "vitest";
import { DuplicateProduct, InvalidItemCount, InvalidQuantity, ProductNotInOrder } from "#domain/ordering/errors.ts";
import type { ProductId } from "#domain/ordering/order-item.ts";
import type { Order } from "#domain/ordering/order.ts";
import { parseId } from "#domain/shared/id.ts";
import { InvalidMoney } from "#domain/shared/money.ts";
import { SettableClock } from "#test/support/settable-clock.ts";
import { anOrder, chair, lamp, table } from "#test/support/ordering/order-builder.ts";

const clock = new SettableClock();
const unknown = parseId<"Product">("ffffffff-0000-7000-8000-000000000000");
const now = clock.now();
const three = anOrder().with(table, 1, "99.90").with(chair, 3).with(lamp, 7, "0.10");
const change = (order: Order, ...changes: [ProductId, number][]) =>
  order.readyTo("changeQuantities").changeQuantities(changes.map(([productId, quantity]) => ({ productId, quantity })));
const contents = (order: Order) => order.snapshot.items.map(({ productId, quantity }) => [productId, quantity]);

describe("a step changes the state and the time of the change, and records one event", () => {
  test.for<[string, Order, (order: Order) => void, string, string]>([
    ["confirm", three.build(clock), (order) => void order.readyTo("confirm").confirm(), "confirmed", "OrderConfirmed"],
    [
      "ship",
      three.in("confirmed").build(clock),
      (order) => void order.readyTo("ship").ship(),
      "shipped",
      "OrderShipped",
    ],
    [
      "deliver",
      three.in("shipped").build(clock),
      (order) => void order.readyTo("deliver").deliver(),
      "delivered",
      "OrderDelivered",
    ],
    ["cancel", three.build(clock), (order) => void order.readyTo("cancel").cancel(), "cancelled", "OrderCancelled"],
  ])("%s", ([, order, step, status, type]) => {
    const before = order.snapshot;
    step(order);
    expect(order.snapshot).toStrictEqual({ ...before, status, updatedAt: now });
    expect(order.events).toStrictEqual([{ type, occurredAt: now }]);
  });
});

describe("changed quantities", () => {
  test("change subtotals and the total, at the prices of when the order was placed", () => {
    const order = three.build(clock);
    const [first, second, third] = order.snapshot.items;
    change(order, [lamp, 5], [chair, 4]);
    expect(order.snapshot.items).toStrictEqual([
      first,
      { ...second, quantity: 4, subtotal: "50.00" },
      { ...third, quantity: 5, subtotal: "0.50" },
    ]);
    expect(order.snapshot.totalAmount).toBe("150.40");
    expect(order.snapshot.updatedAt).toEqual(now);
    expect(order.events).toStrictEqual([{ type: "OrderQuantitiesChanged", occurredAt: now }]);
  });

  test("of 0 take a product out", () => {
    const order = three.build();
    change(order, [chair, 0], [table, 2]);
    expect(contents(order)).toEqual([
      [table, 2],
      [lamp, 7],
    ]);
    expect(order.snapshot.totalAmount).toBe("200.50");
  });

  test("that are the same, or none, change nothing and record nothing", () => {
    const order = three.build();
    const before = order.snapshot;
    change(order, [chair, 3], [lamp, 7]);
    change(order);
    expect(order.snapshot).toBe(before);
    expect(order.events).toEqual([]);
  });

  test.for<[string, [ProductId, number][], new (...given: never[]) => Error]>([
    ["of a product that isn't in the order", [[unknown, 1]], ProductNotInOrder],
    [
      "of a product twice",
      [
        [chair, 1],
        [table, 2],
        [chair, 1],
      ],
      DuplicateProduct,
    ],
    [
      "that leave nothing",
      [
        [chair, 0],
        [table, 0],
        [lamp, 0],
      ],
      InvalidItemCount,
    ],
    [
      "of half a chair",
      [
        [table, 2],
        [chair, 0.5],
      ],
      InvalidQuantity,
    ],
    ["below 0", [[chair, -1]], InvalidQuantity],
    ["of more than anybody may order", [[chair, 10_000]], InvalidQuantity],
    ["that are no numbers", [[chair, Number.NaN]], InvalidQuantity],
  ])("%s are refused and change nothing", ([, changes, refusal]) => {
    const order = three.build();
    const before = order.snapshot;
    expect(() => change(order, ...changes)).toThrow(refusal);
    expect(order.snapshot).toBe(before);
    expect(order.events).toEqual([]);
  });

  test("that cost more than can be kept are refused", () => {
    const order = anOrder().with(chair, 1, "99999999.99").with(table, 1, "0.00").build();
    expect(() => change(order, [chair, 2])).toThrow(InvalidMoney);
  });
});

describe("the state of an order doesn't leak", () => {
  test("a snapshot can't be altered, nor what is in it, also after a change", () => {
    const order = three.build();
    change(order, [chair, 9]);
    for (const { snapshot } of [three.build(), order]) {
      expect(() => Object.assign(snapshot, { status: "shipped" })).toThrow(TypeError);
      expect(() => Object.assign(snapshot.items, { 0: snapshot.items[1] })).toThrow(TypeError);
      expect(() => Object.assign(snapshot.items[0]!, { quantity: 100 })).toThrow(TypeError);
      expect(() => Object.assign(snapshot.items[1]!, { quantity: 100 })).toThrow(TypeError);
    }
  });

  test("a snapshot taken before a change stays as it was", () => {
    const order = three.build();
    const before = order.snapshot;
    change(order, [chair, 9]);
    expect(before).toStrictEqual(three.build().snapshot);
  });
});

import { describe, expect, expectTypeOf, test } from "vitest";
import { ImpossibleStep } from "#domain/ordering/errors.ts";
import { type OrderStatus, orderStatuses, type OrderStep } from "#domain/ordering/order-status.ts";
import type { Order } from "#domain/ordering/order.ts";
import { anOrder, chair } from "#test/support/ordering/order-builder.ts";
import { aPlacedOrder } from "#test/support/ordering/placed-order.ts";

const steps: Record<OrderStep, (order: Order) => Order> = {
  changeQuantities: (order) => order.readyTo("changeQuantities").changeQuantities([{ productId: chair, quantity: 9 }]),
  confirm: (order) => order.readyTo("confirm").confirm(),
  ship: (order) => order.readyTo("ship").ship(),
  deliver: (order) => order.readyTo("deliver").deliver(),
  cancel: (order) => order.readyTo("cancel").cancel(),
};

/** What becomes of an order in each state; everything else is impossible. */
const leadsTo: Record<OrderStatus, Partial<Record<OrderStep, OrderStatus>>> = {
  pending: { changeQuantities: "pending", confirm: "confirmed", cancel: "cancelled" },
  confirmed: { ship: "shipped", cancel: "cancelled" },
  shipped: { deliver: "delivered" },
  delivered: {},
  cancelled: {},
};

describe("where the state is known at run time only", () => {
  const cases = orderStatuses.flatMap((status) =>
    (Object.keys(steps) as OrderStep[]).map((step) => ({ status, step, next: leadsTo[status][step] })),
  );
  const possible = cases.flatMap(({ next, ...given }) => (next === undefined ? [] : [{ ...given, next }]));
  const impossible = cases.filter(({ next }) => next === undefined);

  test.for(possible)("$step makes an order that was $status one that is $next", ({ status, step, next }) => {
    const order = anOrder().in(status).build();
    expect(order.isReadyTo(step)).toBe(true);
    expect(steps[step](order).snapshot.status).toBe(next);
    expect(order.snapshot.status).toBe(next);
    expect(order.events).toHaveLength(1);
  });

  test.for(impossible)("$step of an order that is $status is refused", ({ status, step }) => {
    const order = anOrder().in(status).build();
    const before = order.snapshot;
    expect(order.isReadyTo(step)).toBe(false);
    expect(() => steps[step](order)).toThrow(ImpossibleStep);
    expect(order.snapshot).toBe(before);
    expect(order.events).toEqual([]);
  });

  test("a refusal says what is, and what it takes", () => {
    const order = anOrder().in("shipped").build();
    expect(() => steps.cancel(order)).toThrow(
      "The order is shipped, but cancel needs one that is pending or confirmed.",
    );
  });
});

describe("where the state is known, an impossible step doesn't compile", () => {
  test("of an order just placed", () => {
    const order = aPlacedOrder();
    // @ts-expect-error -- nobody ships what isn't confirmed
    expect(() => order.ship()).toThrow(ImpossibleStep);
    // @ts-expect-error -- nor delivers it
    expect(() => order.deliver()).toThrow(ImpossibleStep);
  });

  test("of one that is confirmed, shipped, delivered or cancelled", () => {
    const confirmed = aPlacedOrder().confirm();
    // @ts-expect-error -- its quantities are settled
    expect(() => confirmed.changeQuantities([])).toThrow(ImpossibleStep);
    // @ts-expect-error -- it isn't on its way
    expect(() => confirmed.deliver()).toThrow(ImpossibleStep);
    const shipped = confirmed.ship();
    // @ts-expect-error -- it is too late
    expect(() => shipped.cancel()).toThrow(ImpossibleStep);
    const delivered = shipped.deliver();
    // @ts-expect-error -- it is there
    expect(() => delivered.deliver()).toThrow(ImpossibleStep);
    const cancelled = aPlacedOrder().confirm().cancel();
    // @ts-expect-error -- it is over
    expect(() => cancelled.confirm()).toThrow(ImpossibleStep);
  });

  test("of one whose state isn't asked for", () => {
    const order: Order = aPlacedOrder();
    // @ts-expect-error -- an Order may be in any state
    expect(order.confirm().snapshot.status).toBe("confirmed");
    // @ts-expect-error -- ready to be shipped isn't ready to be confirmed
    expect(() => order.readyTo("ship").confirm()).toThrow(ImpossibleStep);
  });

  test("and a possible one tells the state it leads to", () => {
    expectTypeOf(aPlacedOrder().changeQuantities([]).confirm().snapshot.status).toEqualTypeOf<"confirmed">();
    expectTypeOf(aPlacedOrder().confirm().ship().deliver()).toEqualTypeOf<Order<"delivered">>();
    const order: Order = aPlacedOrder();
    expectTypeOf(order.snapshot.status).toEqualTypeOf<OrderStatus>();
    if (order.isReadyTo("cancel")) expectTypeOf(order.snapshot.status).toEqualTypeOf<"pending" | "confirmed">();
    expectTypeOf(order.readyTo("confirm").confirm().snapshot.status).toEqualTypeOf<"confirmed">();
  });
});

test("a variable that holds an order from before a step keeps its type, but the step is refused", () => {
  const pending = aPlacedOrder();
  pending.confirm();
  expect(() => pending.confirm()).toThrow(ImpossibleStep);
});

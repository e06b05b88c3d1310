import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DuplicateProduct, InvalidItemCount, InvalidQuantity } from "#domain/ordering/errors.ts";
import { OrderFactory, type PricedProduct } from "#domain/ordering/order-factory.ts";
import { parseId } from "#domain/shared/id.ts";
import { InvalidMoney, Money } from "#domain/shared/money.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";
import { ada, anOrder, chair, lamp, table } from "#test/support/ordering/order-builder.ts";
import { sequentialOrderNumbers } from "#test/support/ordering/sequential-order-numbers.ts";

const clock = new SettableClock();
const now = clock.now();
const factory = () => new OrderFactory(clock, sequentialIds(), sequentialOrderNumbers(1));
const priced = (productId: typeof chair, quantity: number, price: string): PricedProduct => ({
  productId,
  quantity,
  unitPrice: Money.parse(price),
});

test("a new order is pending, with its items in their order and their total", () => {
  const order = factory().place(ada, [priced(table, 1, "99.90"), priced(chair, 3, "12.50")]);
  expect(order.snapshot).toStrictEqual({
    id: "00000001-0000-7000-8000-000000000000",
    orderNumber: "0000-0012",
    customerId: ada,
    status: "pending",
    items: [
      {
        id: "00000002-0000-7000-8000-000000000000",
        productId: table,
        quantity: 1,
        unitPrice: "99.90",
        subtotal: "99.90",
      },
      {
        id: "00000003-0000-7000-8000-000000000000",
        productId: chair,
        quantity: 3,
        unitPrice: "12.50",
        subtotal: "37.50",
      },
    ],
    totalAmount: "137.40",
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
  expect(order.events).toStrictEqual([{ type: "OrderPlaced", occurredAt: now }]);
});

test("each new order has an id and a number of its own", () => {
  const orders = factory();
  const [first, second] = [1, 2].map(() => orders.place(ada, [priced(chair, 1, "1")]).snapshot);
  expect(first!.id).not.toBe(second!.id);
  expect(first!.orderNumber).not.toBe(second!.orderNumber);
});

test("the total is the exact sum of what the items cost", () => {
  const cents = fc.integer({ min: 0, max: 100_000 });
  const lines = fc.array(fc.record({ cents, quantity: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 100,
  });
  fc.assert(
    fc.property(lines, (given) => {
      const ids = sequentialIds();
      const { snapshot } = factory().place(
        ada,
        given.map((line) => priced(parseId(ids.next()), line.quantity, (line.cents / 100).toFixed(2))),
      );
      const total = given.reduce((sum, line) => sum + line.cents * line.quantity, 0);
      expect(snapshot.totalAmount).toBe((total / 100).toFixed(2));
    }),
  );
});

describe("an order is refused", () => {
  const many = (count: number) => {
    const ids = sequentialIds();
    return Array.from({ length: count }, () => priced(parseId(ids.next()), 1, "1"));
  };

  test.for<[string, readonly PricedProduct[], new (...given: never[]) => Error]>([
    ["without items", [], InvalidItemCount],
    ["with 101 items", many(101), InvalidItemCount],
    ["with a product twice", [priced(chair, 1, "1"), priced(lamp, 1, "1"), priced(chair, 1, "1")], DuplicateProduct],
    ["of nothing of a product", [priced(chair, 0, "1")], InvalidQuantity],
    ["of half a chair", [priced(chair, 1.5, "1")], InvalidQuantity],
    ["of more than anybody may order", [priced(chair, 10_000, "0.01")], InvalidQuantity],
    ["of which an item costs too much", [priced(chair, 2, "99999999.99")], InvalidMoney],
    ["that costs too much", [priced(chair, 1, "99999999.99"), priced(lamp, 1, "0.01")], InvalidMoney],
  ])("%s", ([, products, refusal]) => {
    expect(() => factory().place(ada, products)).toThrow(refusal);
  });

  test("but not with 100 items, nor for what costs nothing", () => {
    expect(factory().place(ada, many(100)).snapshot.items).toHaveLength(100);
    expect(factory().place(ada, [priced(chair, 9_999, "0")]).snapshot.totalAmount).toBe("0.00");
  });
});

test("a stored order comes back as it was, and nothing has happened to it", () => {
  const { snapshot } = anOrder().with(chair).with(lamp).in("delivered").build();
  const order = factory().restore(snapshot);
  expect(order.snapshot).toStrictEqual(snapshot);
  expect(order.events).toEqual([]);
});

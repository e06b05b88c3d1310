import { describe, expect } from "vitest";
import type { CustomerOrders, OrderPosition } from "#application/ordering/customer-orders.ts";
import { ada, anOrder, chair, grace, lamp, type OrderBuilder, table } from "#test/support/ordering/order-builder.ts";
import type { OrderingAdapters, OrderingTest } from "#test/support/ordering/ordering-adapters.ts";

const noon = new Date("2026-02-01T12:00:00.000Z");
const onHour = (hour: number) => new Date(noon.getTime() + hour * 3_600_000);

/** What every `CustomerOrders` promises. */
export function customerOrdersContract(test: OrderingTest): void {
  async function store({ orders }: OrderingAdapters, builders: readonly OrderBuilder[]): Promise<void> {
    for (const builder of builders) await orders.create(builder.build());
  }

  describe("a list of orders", () => {
    test("shows all there is to see of each, with its items in their order", async ({ ordering }) => {
      const first = anOrder().with(table, 1, "99.90").with(chair, 2).in("shipped").createdAt(onHour(1)).build();
      const second = anOrder().with(lamp, 7, "0.10").createdAt(onHour(2)).build();
      await ordering.orders.create(first);
      await ordering.orders.create(second);
      const { items, next } = await ordering.customerOrders.list(ada, 10);
      expect(items).toStrictEqual([second.snapshot, first.snapshot]);
      expect(next).toBeUndefined();
    });

    test("has the customer's own only", async ({ ordering }) => {
      await store(ordering, [anOrder().of(ada), anOrder().of(grace), anOrder().of(ada)]);
      const { items } = await ordering.customerOrders.list(ada, 10);
      expect(items.map(({ customerId }) => customerId)).toEqual([ada, ada]);
    });

    test("has the newest first, those of one millisecond by their ids", async ({ ordering }) => {
      const [first, second, third, fourth] = [1, 2, 2, 3].map((hour) => anOrder().createdAt(onHour(hour)).build());
      for (const order of [second!, fourth!, first!, third!]) await ordering.orders.create(order);
      const { items } = await ordering.customerOrders.list(ada, 10);
      expect(items.map(({ id }) => id)).toEqual([fourth, third, second, first].map((order) => order!.snapshot.id));
    });

    test("of who has ordered nothing is empty", async ({ ordering }) => {
      await store(ordering, [anOrder().of(grace)]);
      expect(await ordering.customerOrders.list(ada, 10)).toEqual({ items: [], next: undefined });
    });
  });

  describe("page by page", () => {
    test.for([
      ["of different times", (n: number) => onHour(n)],
      ["of one and the same millisecond", () => noon],
      ["of neighbouring milliseconds", (n: number) => new Date(noon.getTime() + Math.floor(n / 3))],
    ] as const)("every order %s comes once", async ([, at], { ordering }) => {
      const builders = Array.from({ length: 7 }, (_, n) => anOrder().with(chair).with(lamp).createdAt(at(n)));
      await store(ordering, builders);
      const pages = await allPages(ordering.customerOrders, 3);
      expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
      expect(pages.flat().toSorted()).toEqual(builders.map((one) => one.build().snapshot.orderNumber).toSorted());
    });

    test("the last page says so, also when it is full", async ({ ordering }) => {
      await store(ordering, [anOrder(), anOrder(), anOrder(), anOrder()]);
      expect((await allPages(ordering.customerOrders, 2)).map((page) => page.length)).toEqual([2, 2]);
    });

    test("nothing comes twice or is missed while orders are placed", async ({ ordering }) => {
      const builders = Array.from({ length: 6 }, (_, n) => anOrder().createdAt(onHour(n)));
      await store(ordering, builders);
      let added = 6;
      const addOne = () => store(ordering, [anOrder().createdAt(onHour(++added))]);
      const pages = await allPages(ordering.customerOrders, 2, addOne);
      expect(pages.flat()).toEqual(builders.toReversed().map((one) => one.build().snapshot.orderNumber));
    });
  });
}

async function allPages(customerOrders: CustomerOrders, limit: number, between = async () => {}): Promise<string[][]> {
  const pages: string[][] = [];
  let after: OrderPosition | undefined;
  do {
    const page = await customerOrders.list(ada, limit, after);
    pages.push(page.items.map(({ orderNumber }) => orderNumber));
    if (pages.length > 10) throw new Error("The pages have no end.");
    after = page.next;
    await between();
  } while (after !== undefined);
  return pages;
}

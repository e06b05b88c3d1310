import { describe, expect } from "vitest";
import { orderStatuses } from "#domain/ordering/order-status.ts";
import { Money } from "#domain/shared/money.ts";
import { anOrder, chair, lamp, table } from "#test/support/ordering/order-builder.ts";
import type { OrderingAdapters, OrderingTest } from "#test/support/ordering/ordering-adapters.ts";

const march = { from: "2026-03-01", to: "2026-03-31", timeZone: "UTC" };
const sold = (at: string) => anOrder().in("confirmed").createdAt(new Date(at));

/** What every `SalesReports` promises. */
export function salesReportsContract(test: OrderingTest): void {
  async function store({ orders }: OrderingAdapters, builders: readonly ReturnType<typeof sold>[]): Promise<void> {
    for (const builder of builders) await orders.create(builder.build());
  }

  describe("sales by day", () => {
    test("count orders and add up what they cost, the days in their order", async ({ ordering }) => {
      await store(ordering, [
        sold("2026-03-03T08:00:00Z").with(chair),
        sold("2026-03-01T10:00:00Z").with(chair, 2).with(lamp, 3, "0.10"),
        sold("2026-03-03T20:00:00Z").with(table, 1, "99.90"),
      ]);
      expect(await ordering.salesReports.byDay(march)).toStrictEqual([
        { day: "2026-03-01", orders: 1, revenue: "25.30" },
        { day: "2026-03-03", orders: 2, revenue: "112.40" },
      ]);
    });

    test("begin with the first moment of the first day and end with the last of the last", async ({ ordering }) => {
      await store(ordering, [
        sold("2026-02-28T23:59:59.999Z"),
        sold("2026-03-01T00:00:00.000Z"),
        sold("2026-03-31T23:59:59.999Z"),
        sold("2026-04-01T00:00:00.000Z"),
      ]);
      const days = (await ordering.salesReports.byDay(march)).map(({ day }) => day);
      expect(days).toEqual(["2026-03-01", "2026-03-31"]);
    });

    test.for([
      ["UTC", ["2026-03-28", "2026-03-29"]],
      ["Europe/London", ["2026-03-28", "2026-03-29", "2026-03-30"]],
      ["Asia/Tokyo", ["2026-03-29", "2026-03-30"]],
      ["America/Los_Angeles", ["2026-03-28", "2026-03-29"]],
      ["asia/kathmandu", ["2026-03-29", "2026-03-30"]],
    ] as const)("are of the days of a time zone: %s", async ([timeZone, days], { ordering }) => {
      // London puts its clocks forward in the night to the 29th: that day has 23 hours.
      const instants = ["2026-03-28T23:59:59.999Z", "2026-03-29T00:00:00Z", "2026-03-29T22:59:59.999Z"];
      await store(ordering, [...instants, "2026-03-29T23:00:00Z"].map(sold));
      const report = await ordering.salesReports.byDay({ ...march, timeZone });
      expect(report.map(({ day }) => day)).toEqual(days);
      expect(report.reduce((total, { orders }) => total + orders, 0)).toBe(4);
      const lastDay = days.at(-1)!;
      const ofLastDay = await ordering.salesReports.byDay({ from: lastDay, to: lastDay, timeZone });
      expect(ofLastDay).toEqual(report.slice(-1));
    });

    test("have 25 hours where clocks are put back at 1:00 to a second midnight", async ({ ordering }) => {
      const instants = ["2026-10-24T23:59:59.999Z", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"];
      await store(ordering, [...instants, "2026-10-26T00:59:59.999Z", "2026-10-26T01:00:00Z"].map(sold));
      const on = (day: string) => ({ from: day, to: day, timeZone: "Atlantic/Azores" });
      for (const [day, orders] of [
        ["2026-10-24", 1],
        ["2026-10-25", 3],
        ["2026-10-26", 1],
      ] as const) {
        expect(await ordering.salesReports.byDay(on(day)), day).toMatchObject([{ day, orders }]);
        expect(await ordering.salesReports.byProduct(on(day), 9), day).toMatchObject([{ quantity: orders }]);
      }
    });

    test("may be more than one order can cost", async ({ ordering }) => {
      const two = [1, 2].map((hour) => sold(`2026-03-01T0${hour}:00:00Z`).with(chair, 1, "99999999.99"));
      await store(ordering, two);
      expect(await ordering.salesReports.byDay(march)).toEqual([
        { day: "2026-03-01", orders: 2, revenue: "199999999.98" },
      ]);
      expect(await ordering.salesReports.byProduct(march, 9)).toMatchObject([{ revenue: "199999999.98" }]);
    });
  });

  describe("sales by product", () => {
    test("add up quantities and revenue, the highest revenue first", async ({ ordering }) => {
      await ordering.productPrices.put({ id: table, name: "Table", price: Money.parse("120"), available: false });
      await store(ordering, [
        sold("2026-03-01T00:00:00Z").with(chair, 2).with(table, 1, "99.90"),
        sold("2026-03-31T23:59:59.999Z").with(chair, 9, "10.00"),
        sold("2026-04-01T00:00:00Z").with(lamp, 7, "0.10"),
      ]);
      expect(await ordering.salesReports.byProduct(march, 9)).toStrictEqual([
        { productId: chair, name: null, quantity: 11, revenue: "115.00" },
        { productId: table, name: "Table", quantity: 1, revenue: "99.90" },
      ]);
    });

    test("are no more than asked for; of one revenue, by id", async ({ ordering }) => {
      await store(ordering, [sold("2026-03-01T00:00:00Z").with(lamp).with(table).with(chair, 2)]);
      const report = await ordering.salesReports.byProduct(march, 2);
      expect(report.map(({ productId }) => productId)).toEqual([chair, table]);
    });

    test("are of the days of a time zone", async ({ ordering }) => {
      await store(ordering, [sold("2026-03-31T23:00:00Z").with(chair), sold("2026-02-28T23:00:00Z").with(lamp)]);
      const inBerlin = await ordering.salesReports.byProduct({ ...march, timeZone: "Europe/Berlin" }, 9);
      expect(inBerlin.map(({ productId }) => productId)).toEqual([lamp]);
    });
  });

  test("only what is confirmed, shipped or delivered is sold", async ({ ordering }) => {
    const at = new Date("2026-03-01T00:00:00Z");
    await store(
      ordering,
      orderStatuses.map((status, n) =>
        anOrder()
          .with(chair, 2 ** n, "1.00")
          .in(status)
          .createdAt(at),
      ),
    );
    expect(await ordering.salesReports.byDay(march)).toEqual([{ day: "2026-03-01", orders: 3, revenue: "14.00" }]);
    expect(await ordering.salesReports.byProduct(march, 9)).toMatchObject([{ quantity: 14, revenue: "14.00" }]);
  });

  test("where nothing was sold there is nothing to report", async ({ ordering }) => {
    expect(await ordering.salesReports.byDay(march)).toEqual([]);
    expect(await ordering.salesReports.byProduct(march, 9)).toEqual([]);
  });
}

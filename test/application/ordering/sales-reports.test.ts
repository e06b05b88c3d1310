import { describe, expect, test } from "vitest";
import { InvalidPeriod, UnknownTimeZone } from "#domain/ordering/errors.ts";
import { chair, table } from "#test/support/ordering/order-builder.ts";
import { inMemoryOrdering } from "#test/support/ordering/test-ordering.ts";

const march = { from: "2026-03-01", to: "2026-03-31", timeZone: "Europe/London" };

describe("sales", () => {
  test("are reported by day and by product, once they are confirmed", async () => {
    const { ordering, place, clock } = await inMemoryOrdering();
    const { id } = await place();
    expect(await ordering.reportSalesByDay(march)).toEqual([]);
    clock.forward({ days: 2 });
    await ordering.confirmOrder(id);
    expect(await ordering.reportSalesByDay(march)).toEqual([{ day: "2026-03-01", orders: 1, revenue: "124.90" }]);
    expect(await ordering.reportSalesByProduct(march, 9)).toEqual([
      { productId: table, name: "Table", quantity: 1, revenue: "99.90" },
      { productId: chair, name: "Chair", quantity: 2, revenue: "25.00" },
    ]);
    expect(await ordering.reportSalesByProduct(march, 1)).toHaveLength(1);
  });
});

describe("a period", () => {
  test.for([
    ["of one day", { from: "2026-03-31" }],
    ["of 366 days", { from: "2025-03-31" }],
    ["with the 29th of February of a leap year", { from: "2028-02-29", to: "2028-02-29" }],
    ["of a time zone in any case", { timeZone: "asia/kolkata" }],
    ["of UTC", { timeZone: "UTC" }],
  ])("may be one %s", async ([, given]) => {
    const { ordering } = await inMemoryOrdering();
    expect(await ordering.reportSalesByDay({ ...march, ...(given as object) })).toEqual([]);
  });

  test.for([
    ["that ends before it begins", { from: "2026-04-01" }],
    ["of 367 days", { from: "2025-03-30" }],
    ["with a day that isn't", { from: "2026-02-29" }],
    ["with a 13th month", { to: "2026-13-01" }],
    ["before 1970", { from: "1969-12-31", to: "1969-12-31" }],
    ["after 2999", { from: "3000-01-01", to: "3000-01-01" }],
    ["of the year 0", { from: "0000-01-01", to: "0000-01-01" }],
    ["with a time in it", { from: "2026-03-01T00:00:00Z" }],
    ["of no date", { from: "infinity" }],
  ])("is never one %s", async ([, given]) => {
    const { ordering } = await inMemoryOrdering();
    const period = { ...march, ...(given as object) };
    await expect(ordering.reportSalesByDay(period)).rejects.toThrow(InvalidPeriod);
    await expect(ordering.reportSalesByProduct(period, 9)).rejects.toThrow(InvalidPeriod);
  });

  test.for(["", "Mars/Olympus", "+01:00", "BST", "Europe", "UTC' OR true --", "../../etc/passwd"])(
    "is not of the time zone %j",
    async (timeZone) => {
      const { ordering } = await inMemoryOrdering();
      await expect(ordering.reportSalesByDay({ ...march, timeZone })).rejects.toThrow(UnknownTimeZone);
      await expect(ordering.reportSalesByProduct({ ...march, timeZone }, 9)).rejects.toThrow(UnknownTimeZone);
    },
  );
});

import { expect } from "vitest";
import { UnknownTimeZone } from "#domain/ordering/errors.ts";
import { salesReportsContract } from "#test/support/ordering/contracts/sales-reports-contract.ts";
import { test } from "#test/support/ordering/postgres-adapters.ts";

salesReportsContract(test);

test.for(["US/Pacific-New", "Mars/Olympus"])(
  "a time zone that PostgreSQL doesn't know is refused: %s",
  async (timeZone, { ordering }) => {
    const period = { from: "2026-03-01", to: "2026-03-31", timeZone };
    await expect(ordering.salesReports.byDay(period)).rejects.toThrow(UnknownTimeZone);
    await expect(ordering.salesReports.byProduct(period, 9)).rejects.toThrow(UnknownTimeZone);
  },
);

test("PostgreSQL knows every time zone that a period may have", async ({ ordering: { salesReports } }) => {
  for (const timeZone of Intl.supportedValuesOf("timeZone")) {
    await expect(salesReports.byDay({ from: "2026-03-29", to: "2026-03-29", timeZone }), timeZone).resolves.toEqual([]);
  }
});

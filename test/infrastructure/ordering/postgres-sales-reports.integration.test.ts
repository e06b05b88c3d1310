import { expect } from "vitest";
import { UnknownTimeZone } from "#domain/ordering/errors.ts";
import { valueOf } from "#test/support/ad-hoc-statement.ts";
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

/** Debian's PostgreSQL, as in the official image, has the system's time zones, without their old names. */
test("every time zone that a period may have is reported in, or refused where PostgreSQL doesn't know it", async ({
  db,
  ordering: { salesReports },
}) => {
  const names = "SELECT array_agg(name) FROM pg_timezone_names";
  const known = await db.dataSource.withConnection((connection) => valueOf(connection, names));
  for (const timeZone of Intl.supportedValuesOf("timeZone")) {
    const refusal = await salesReports.byDay({ from: "2026-03-29", to: "2026-03-29", timeZone }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal instanceof UnknownTimeZone, timeZone).toBe(!(known as string[]).includes(timeZone));
  }
});

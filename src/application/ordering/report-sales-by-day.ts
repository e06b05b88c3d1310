import type { Ports } from "./ports.ts";
import { parsePeriod, type ReportPeriod } from "./report-period.ts";
import type { SalesOfDay } from "./sales-reports.ts";

/** @throws InvalidPeriod, UnknownTimeZone */
export const reportSalesByDay =
  ({ salesReports }: Pick<Ports, "salesReports">) =>
  async (period: ReportPeriod): Promise<readonly SalesOfDay[]> =>
    salesReports.byDay(parsePeriod(period));

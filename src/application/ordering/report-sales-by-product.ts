import type { Ports } from "./ports.ts";
import { parsePeriod, type ReportPeriod } from "./report-period.ts";
import type { SalesOfProduct } from "./sales-reports.ts";

/** @throws InvalidPeriod, UnknownTimeZone */
export const reportSalesByProduct =
  ({ salesReports }: Pick<Ports, "salesReports">) =>
  async (period: ReportPeriod, limit: number): Promise<readonly SalesOfProduct[]> =>
    salesReports.byProduct(parsePeriod(period), limit);

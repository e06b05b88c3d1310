import type { ReportPeriod } from "#application/ordering/report-period.ts";
import type { SalesOfDay, SalesOfProduct, SalesReports } from "#application/ordering/sales-reports.ts";
import { UnknownTimeZone } from "#domain/ordering/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { StatementFailed } from "#infrastructure/shared/database/errors.ts";
import type { Connection } from "#infrastructure/shared/database/statement.ts";
import { salesByDay, salesByProduct } from "#sql/ordering/sales-reports.sql.ts";

const invalidParameterValue = "22023";

export class PostgresSalesReports implements SalesReports {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  byDay(period: ReportPeriod): Promise<readonly SalesOfDay[]> {
    return this.#report((connection) => salesByDay(connection, period));
  }

  async byProduct(period: ReportPeriod, limit: number): Promise<readonly SalesOfProduct[]> {
    const rows = await this.#report((connection) => salesByProduct(connection, { ...period, limit }));
    return rows.map((row) => ({ ...row, productId: parseId(row.productId), quantity: Number(row.quantity) }));
  }

  /** Intl, which has checked the name of the time zone before, knows some that PostgreSQL doesn't. */
  async #report<T>(query: (connection: Connection) => Promise<T>): Promise<T> {
    try {
      return await this.#dataSource.withConnection(query);
    } catch (error) {
      if (error instanceof StatementFailed && error.sqlState === invalidParameterValue) {
        throw Object.assign(new UnknownTimeZone(), { cause: error });
      }
      throw error;
    }
  }
}

import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { StockMovement } from "../../model/stock-movement.ts";
import { insertMovements } from "../../sql/shop/stock-movement.sql.ts";

export class PostgresStockLedger {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async append(movements: readonly StockMovement[]): Promise<void> {
    await this.#dataSource.withConnection((connection) => insertMovements(connection, { movements }));
  }
}

import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { statement } from "./ad-hoc-statement.ts";

const uuidType = 2950;

/** What is written down of an aggregate in `<context>.events`, in order. */
export async function storedEvents(
  dataSource: DataSource,
  context: string,
  aggregateId: string,
): Promise<readonly object[]> {
  const select = statement(
    `SELECT version, position, type, data, occurred_at AS "occurredAt"
     FROM ${context}.events WHERE aggregate_id = $1 ORDER BY version, position`,
    [uuidType],
  );
  return dataSource.withConnection(async (connection) => (await connection.execute(select, [aggregateId])).rows);
}

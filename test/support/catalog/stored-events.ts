import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { statement } from "#test/support/ad-hoc-statement.ts";

const uuidType = 2950;
const select = statement(
  `SELECT version, position, type, data, occurred_at AS "occurredAt"
   FROM catalog.events WHERE aggregate_id = $1 ORDER BY version, position`,
  [uuidType],
);

/** What is written down of an aggregate, in order. */
export async function storedEvents(dataSource: DataSource, aggregateId: string): Promise<readonly object[]> {
  return dataSource.withConnection(async (connection) => (await connection.execute(select, [aggregateId])).rows);
}

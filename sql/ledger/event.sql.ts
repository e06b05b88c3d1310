// Generated from event.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec } from "#infrastructure/shared/database/statement.ts";

/** @see [event.sql](../../../sql/ledger/event.sql) */
export const appendEvents = exec<{
  aggregateId: string;
  version: number;
  events: readonly { type: string; data: unknown; occurredAt: Date }[];
}>({
  name: "ledger/event.appendEvents",
  text: `INSERT INTO ledger.events (aggregate_id, version, position, type, data, occurred_at)
SELECT $1, $2, position, type, data, occurred_at
FROM unnest($3::text[], $4::jsonb[], $5::timestamptz[])
  WITH ORDINALITY AS given (type, data, occurred_at, position)`,
  parameters: ["aggregateId", "version", "events.type", "events.data", "events.occurredAt"],
  parameterTypes: [2950, 23, 1009, 3807, 1185],
});

// Generated from event.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec } from "#infrastructure/shared/database/statement.ts";

/** @see [event.sql](../../../sql/catalog/event.sql) */
export const appendEvents = exec<{
  aggregateId: string;
  version: number;
  events: readonly { type: string; data: unknown; occurredAt: Date }[];
}>({
  name: "catalog/event.appendEvents",
  text: `INSERT INTO catalog.events (aggregate_id, version, position, type, data, occurred_at)
SELECT $1, $2, position, type, data, occurred_at
FROM unnest($3::text[], $4::jsonb[], $5::timestamptz[])
  WITH ORDINALITY AS given (type, data, occurred_at, position)`,
  parameters: ["aggregateId", "version", "events.type", "events.data", "events.occurredAt"],
  parameterTypes: [2950, 23, 1009, 3807, 1185],
});

/**
 * One event each of several aggregates.
 *
 * @see [event.sql](../../../sql/catalog/event.sql)
 */
export const appendEventsOfMany = exec<{
  events: readonly { aggregateId: string; version: number; type: string; occurredAt: Date }[];
}>({
  name: "catalog/event.appendEventsOfMany",
  text: `INSERT INTO catalog.events (aggregate_id, version, position, type, data, occurred_at)
SELECT aggregate_id, version, 1, type, '{}', occurred_at
FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::timestamptz[])
  AS given (aggregate_id, version, type, occurred_at)`,
  parameters: ["events.aggregateId", "events.version", "events.type", "events.occurredAt"],
  parameterTypes: [2951, 1007, 1009, 1185],
});

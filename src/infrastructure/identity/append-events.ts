import type { DomainEvent } from "#domain/shared/aggregate-root.ts";
import type { Connection } from "#infrastructure/shared/database/statement.ts";
import { appendEvents as append } from "#sql/identity/event.sql.ts";

/** Writes down what happened to an aggregate, with the version that it led to. */
export function appendEvents(
  connection: Connection,
  aggregateId: string,
  version: number,
  events: readonly DomainEvent[],
): Promise<number> {
  return append(connection, {
    aggregateId,
    version,
    events: events.map(({ type, occurredAt, ...data }) => ({ type, occurredAt, data })),
  });
}

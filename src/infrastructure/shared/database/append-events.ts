import type { DomainEvent } from "#domain/shared/aggregate-root.ts";
import type { Connection, Query } from "./statement.ts";

interface EventRows {
  readonly aggregateId: string;
  readonly version: number;
  readonly events: readonly { readonly type: string; readonly occurredAt: Date; readonly data: unknown }[];
}

/**
 * Makes the function that writes down what happened to an aggregate, with the version that it led to.
 *
 * @param append the compiled statement that inserts into the context's table of events
 */
export const eventAppender =
  (append: Query<EventRows, number>) =>
  (connection: Connection, aggregateId: string, version: number, events: readonly DomainEvent[]): Promise<number> =>
    append(connection, {
      aggregateId,
      version,
      events: events.map(({ type, occurredAt, ...data }) => ({ type, occurredAt, data })),
    });

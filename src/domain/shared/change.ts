import type { AggregateRoot, DomainEvent } from "./aggregate-root.ts";

/**
 * A change of an aggregate, as `update` of its repository takes it. It does nothing but change the aggregate: no I/O, for
 * it runs while a row is locked, and may run again. Synchronous, by type: what it returns must be nothing, so a promise
 * isn't accepted.
 */
export type Change<Aggregate> = (aggregate: Aggregate) => void | { readonly then?: never };

type Changeable = Pick<AggregateRoot<DomainEvent>, "snapshot" | "events">;

/**
 * Applies a change to an aggregate just restored.
 *
 * @returns whether there is anything to save
 * @throws TypeError for a change that returned a promise after all; Error for one that records no event, for it would be
 *   lost; what `change` throws
 */
export function applyChange<Aggregate extends Changeable>(aggregate: Aggregate, change: Change<Aggregate>): boolean {
  const before = aggregate.snapshot;
  const result: unknown = change(aggregate);
  if (typeof result === "object" && result !== null && "then" in result) {
    if (result instanceof Promise) result.catch(() => undefined);
    throw new TypeError(
      "A change must be synchronous, but returned a promise: do what is asynchronous before update().",
    );
  }
  if (aggregate.events.length > 0) return true;
  if (aggregate.snapshot === before) return false;
  throw new Error(
    `${aggregate.constructor.name} changed without recording an event, so nothing was saved: ` +
      "each of its methods that replaces the snapshot must call record().",
  );
}

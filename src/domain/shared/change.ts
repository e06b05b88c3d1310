/**
 * A change of an aggregate, as `update` of its repository takes it. It does nothing but change the aggregate: no I/O, for
 * it runs while a row is locked, and may run again. Synchronous, by type: what it returns must be nothing, so a promise
 * isn't accepted.
 */
export type Change<Aggregate> = (aggregate: Aggregate) => void | { readonly then?: never };

/** @throws TypeError for a change that returned a promise after all; what `change` throws */
export function applyChange<Aggregate>(aggregate: Aggregate, change: Change<Aggregate>): void {
  const result: unknown = change(aggregate);
  if (typeof result === "object" && result !== null && "then" in result) {
    if (result instanceof Promise) result.catch(() => undefined);
    throw new TypeError(
      "A change must be synchronous, but returned a promise: do what is asynchronous before update().",
    );
  }
}

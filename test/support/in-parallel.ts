/** How many calls at once ended. */
export interface Outcomes<T> {
  /** What those that succeeded returned, in the order of their start. */
  readonly values: readonly T[];
  /** What those that failed threw, in the order of their start. */
  readonly errors: readonly unknown[];
}

/**
 * Starts `work` `count` times at the same moment, before any of them gets on, and waits for all of them, also when one
 * fails. For what only goes wrong when it happens at once: lost updates, double bookings, deadlocks.
 *
 * @param work gets the number of its call, from 0 on
 */
export async function inParallel<T>(count: number, work: (index: number) => Promise<T>): Promise<Outcomes<T>> {
  const begin = Promise.withResolvers<void>();
  const calls = Array.from({ length: count }, (_, index) => begin.promise.then(() => work(index)));
  begin.resolve();
  const outcomes = await Promise.allSettled(calls);
  return {
    values: outcomes.filter((outcome) => outcome.status === "fulfilled").map(({ value }) => value),
    errors: outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }): unknown => reason),
  };
}

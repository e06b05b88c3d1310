import type { FastifyBaseLogger } from "fastify";

const hour = 3_600_000;

export interface HourlyWork {
  /** What is done, by what the log says when it fails. */
  readonly works: Readonly<Record<string, () => Promise<unknown>>>;
  readonly logger: Pick<FastifyBaseLogger, "warn">;
}

/**
 * Does each of these once an hour, from an hour on. What fails is logged, and tried again an hour later; what takes
 * longer than an hour isn't begun a second time meanwhile. Doesn't keep the process alive.
 *
 * @returns what stops it, and resolves when what is running has ended
 */
export function startHourlyWork({ works, logger }: HourlyWork): () => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const timer = setInterval(() => {
    for (const [what, work] of Object.entries(works)) {
      if (running.has(what)) continue;
      const run = work()
        .then(() => undefined)
        .catch((err: unknown) => logger.warn({ err }, `${what} failed`))
        .finally(() => running.delete(what));
      running.set(what, run);
    }
  }, hour).unref();
  return async () => {
    clearInterval(timer);
    await Promise.all(running.values());
  };
}

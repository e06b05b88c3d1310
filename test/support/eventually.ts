import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks again and again until `probe` neither throws nor answers false, and returns its answer. For what becomes true
 * some time after the call that causes it.
 *
 * @param options.deadline when to give up, in milliseconds from now. Default: 60 seconds
 * @throws Error when the deadline has passed; its cause is what the probe threw last
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  { deadline = 60_000 }: { deadline?: number } = {},
): Promise<T> {
  const end = performance.now() + deadline;
  let last: unknown;
  // Once more behind the deadline: a busy machine may have slept through all that is before it.
  for (let isLast = false; !isLast; await pause(10)) {
    isLast = performance.now() >= end;
    try {
      const answer = await probe();
      if (answer !== false) return answer;
      last = new Error("The probe answered false.");
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`Not true within ${deadline} ms: ${last instanceof Error ? last.message : String(last)}`, {
    cause: last,
  });
}

import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks again and again until `probe` neither throws nor answers false, and returns its answer. For what becomes true
 * some time after the call that causes it.
 *
 * @param options.deadline when to give up, in milliseconds from now. Default: 20 seconds
 * @throws Error when the deadline has passed; its cause is what the probe threw last
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  { deadline = 20_000 }: { deadline?: number } = {},
): Promise<T> {
  const end = performance.now() + deadline;
  let last: unknown;
  do {
    try {
      const answer = await probe();
      if (answer !== false) return answer;
      last = new Error("The probe answered false.");
    } catch (error) {
      last = error;
    }
    await pause(10);
  } while (performance.now() < end);
  throw new Error(`Not true within ${deadline} ms: ${last instanceof Error ? last.message : String(last)}`, {
    cause: last,
  });
}

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Samples of the heap, each after a garbage collection. */
export class MemoryLog {
  readonly #samples: { readonly minutes: number; readonly megabytes: number }[] = [];
  readonly #started = performance.now();

  /** @returns the heap in use, in megabytes */
  sample(): number {
    collectGarbage();
    const megabytes = process.memoryUsage().heapUsed / 1e6;
    this.#samples.push({ minutes: (performance.now() - this.#started) / 60_000, megabytes });
    return megabytes;
  }

  /** Megabytes per minute over the second half, by least squares: the first warms up. */
  get slope(): number {
    const settled = this.#samples.slice(Math.floor(this.#samples.length / 2));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const meanMinutes = mean(settled.map(({ minutes }) => minutes));
    const meanMegabytes = mean(settled.map(({ megabytes }) => megabytes));
    const variance = mean(settled.map(({ minutes }) => (minutes - meanMinutes) ** 2));
    if (!(variance > 0)) return 0;
    return mean(settled.map((s) => (s.minutes - meanMinutes) * (s.megabytes - meanMegabytes))) / variance;
  }
}

/** A middle value and how far the others lie around it. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/**
 * The value that a share of all values doesn't exceed, by the nearest rank.
 *
 * @param share above 0, at most 1
 * @returns NaN where there is no value
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

/** The median, for an even number of values between the middle two; all NaN where there is no value. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const half = sorted.length / 2;
  return {
    median: (at(Math.ceil(half) - 1) + at(Math.floor(half))) / 2,
    least: at(0),
    most: at(sorted.length - 1),
  };
}

/**
 * Values of the same rounds, divided one by one: what has slowed down a whole round doesn't show.
 *
 * @throws RangeError when there are not as many of both
 */
export function ratiosOf(values: readonly number[], bases: readonly number[]): Spread {
  if (values.length !== bases.length) {
    throw new RangeError(`Ratios need as many values as bases, but got ${values.length} and ${bases.length}.`);
  }
  return spreadOf(values.map((value, index) => value / (bases[index] ?? Number.NaN)));
}

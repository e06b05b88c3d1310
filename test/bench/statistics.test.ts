import { describe, expect, test } from "vitest";
import { percentile, ratiosOf, spreadOf } from "../../bench/statistics.ts";

describe("a percentile", () => {
  test("is a value that the given share of all values doesn't exceed", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.99)).toBe(99);
    expect(percentile(values, 1)).toBe(100);
  });

  test("of one value is that value", () => {
    expect(percentile([7], 0.5)).toBe(7);
    expect(percentile([7], 0.99)).toBe(7);
  });

  test("compares numbers, not texts", () => {
    expect(percentile([9, 10, 100], 0.5)).toBe(10);
  });

  test("of nothing is not a number", () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe("a spread", () => {
  test("has the middle of an odd number of values, the least and the most", () => {
    expect(spreadOf([10, 2, 9])).toEqual({ median: 9, least: 2, most: 10 });
  });

  test("has the mean of the middle two of an even number of values", () => {
    expect(spreadOf([4, 1, 2, 30]).median).toBe(3);
  });

  test("leaves the values in their order", () => {
    const values = [3, 1, 2];
    spreadOf(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test("of nothing is not a number", () => {
    expect(spreadOf([])).toEqual({ median: Number.NaN, least: Number.NaN, most: Number.NaN });
  });
});

describe("ratios", () => {
  test("are those of each round, so that a slow round doesn't count", () => {
    expect(ratiosOf([2, 40, 6], [1, 20, 2])).toEqual({ median: 2, least: 2, most: 3 });
  });

  test("are refused where a round is missing", () => {
    expect(() => ratiosOf([1, 2], [1])).toThrow("got 2 and 1");
  });
});

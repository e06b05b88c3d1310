import { describe, expect, test } from "vitest";
import { applyChange, type Change } from "#domain/shared/change.ts";

interface Counter {
  count: number;
}

const addOne = (counter: Counter): void => {
  counter.count += 1;
};

describe("a change", () => {
  test("is applied once, at once", () => {
    const counter = { count: 0 };
    applyChange(counter, addOne);
    expect(counter.count).toBe(1);
  });

  test("that throws lets its error pass", () => {
    const thrown = new RangeError("no further");
    const change = () => {
      throw thrown;
    };
    expect(() => applyChange({ count: 0 }, change)).toThrow(thrown);
  });
});

describe("a change that returns a promise", () => {
  const refusal = new TypeError(
    "A change must be synchronous, but returned a promise: do what is asynchronous before update().",
  );

  test("is refused by type, and by whoever gets around the type", () => {
    const asynchronous = async (counter: Counter): Promise<void> => addOne(counter);
    // @ts-expect-error -- the type refuses a function that returns a promise
    const change: Change<Counter> = asynchronous;
    expect(() => applyChange({ count: 0 }, change)).toThrow(refusal);
  });

  test("is refused by type where it is written down as a closure", () => {
    // @ts-expect-error -- the type refuses an asynchronous closure
    expect(() => applyChange({ count: 0 }, async (counter) => addOne(counter))).toThrow(refusal);
  });

  test("is refused when its type says that it returns nothing", () => {
    // oxlint-disable-next-line typescript/no-misused-promises -- TypeScript lets this pass: only the linter sees it
    const hidden: (counter: Counter) => void = async (counter) => addOne(counter);
    expect(() => applyChange({ count: 0 }, hidden)).toThrow(refusal);
  });

  test("is refused when the promise isn't one of the language", () => {
    // oxlint-disable-next-line unicorn/no-thenable -- a promise of another library
    const thenable = { then: (resolve: (value: unknown) => void) => resolve(undefined) };
    // @ts-expect-error -- the type refuses whatever has a method `then`
    expect(() => applyChange({ count: 0 }, () => thenable)).toThrow(refusal);
  });

  test("is refused without an unhandled rejection when the promise rejects", async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", listener);
    const failing = () => Promise.reject(new Error("nobody waits for this"));
    // @ts-expect-error -- the type refuses a function that returns a promise
    expect(() => applyChange({ count: 0 }, failing)).toThrow(refusal);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listener);
    expect(unhandled).toEqual([]);
  });
});

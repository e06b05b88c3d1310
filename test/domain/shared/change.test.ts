import { describe, expect, test } from "vitest";
import { AggregateRoot, type DomainEvent } from "#domain/shared/aggregate-root.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";

class Counter extends AggregateRoot<DomainEvent> {
  snapshot = { count: 0 };

  add(amount: number): void {
    if (amount === 0) return;
    this.addSilently(amount);
    this.record({ type: "Added", occurredAt: new Date(0) });
  }

  addSilently(amount: number): void {
    this.snapshot = { count: this.snapshot.count + amount };
  }
}

const addOne = (counter: Counter): void => counter.add(1);

describe("a change", () => {
  test("is applied once, at once", () => {
    const counter = new Counter();
    expect(applyChange(counter, addOne), "there is something to save").toBe(true);
    expect(counter.snapshot).toEqual({ count: 1 });
  });

  test("that changes nothing leaves nothing to save", () => {
    expect(applyChange(new Counter(), (counter) => counter.add(0))).toBe(false);
  });

  test("that records no event is refused, because it would be lost", () => {
    expect(() => applyChange(new Counter(), (counter) => counter.addSilently(1))).toThrow(
      /^Counter changed without recording an event, so nothing was saved: .* must call record\(\)\.$/,
    );
  });

  test("that throws lets its error pass", () => {
    const thrown = new RangeError("no further");
    const change = () => {
      throw thrown;
    };
    expect(() => applyChange(new Counter(), change)).toThrow(thrown);
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
    expect(() => applyChange(new Counter(), change)).toThrow(refusal);
  });

  test("is refused by type where it is written down as a closure", () => {
    // @ts-expect-error -- the type refuses an asynchronous closure
    expect(() => applyChange(new Counter(), async (counter) => addOne(counter))).toThrow(refusal);
  });

  test("is refused when its type says that it returns nothing", () => {
    // oxlint-disable-next-line typescript/no-misused-promises -- TypeScript lets this pass: only the linter sees it
    const hidden: (counter: Counter) => void = async (counter) => addOne(counter);
    expect(() => applyChange(new Counter(), hidden)).toThrow(refusal);
  });

  test("is refused when the promise isn't one of the language", () => {
    // oxlint-disable-next-line unicorn/no-thenable -- a promise of another library
    const thenable = { then: (resolve: (value: unknown) => void) => resolve(undefined) };
    // @ts-expect-error -- the type refuses whatever has a method `then`
    expect(() => applyChange(new Counter(), () => thenable)).toThrow(refusal);
  });

  test("is refused without an unhandled rejection when the promise rejects", async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", listener);
    const failing = () => Promise.reject(new Error("nobody waits for this"));
    // @ts-expect-error -- the type refuses a function that returns a promise
    expect(() => applyChange(new Counter(), failing)).toThrow(refusal);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listener);
    expect(unhandled).toEqual([]);
  });
});

import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { inParallel } from "./in-parallel.ts";

/** Reads, thinks, writes: right alone, wrong as soon as two do it at once. */
function counterThatLosesUpdates() {
  let count = 0;
  return {
    count: () => count,
    increment: async () => {
      const read = count;
      await setImmediate();
      count = read + 1;
    },
  };
}

test("shows a lost update, which calls one after the other don't", async () => {
  const counter = counterThatLosesUpdates();
  for (let call = 0; call < 20; call += 1) await counter.increment();
  expect(counter.count()).toBe(20);

  const another = counterThatLosesUpdates();
  await inParallel(20, another.increment);
  expect(another.count()).toBe(1);
});

test("starts all before any of them gets on", async () => {
  const order: string[] = [];
  await inParallel(3, async (index) => {
    order.push(`start ${index}`);
    await Promise.resolve();
    order.push(`end ${index}`);
  });
  expect(order).toEqual(["start 0", "start 1", "start 2", "end 0", "end 1", "end 2"]);
});

test("waits for all, and tells values from errors", async () => {
  const outcomes = await inParallel(4, (index) => {
    if (index === 1) throw new Error("at once");
    return setImmediate(index).then(() => (index === 2 ? Promise.reject(new Error("later")) : index));
  });
  expect(outcomes.values).toEqual([0, 3]);
  expect(outcomes.errors).toEqual([new Error("at once"), new Error("later")]);
});

import { expect, test } from "vitest";
import { clockContract } from "./contracts/clock-contract.ts";
import { SettableClock } from "./settable-clock.ts";

clockContract(() => new SettableClock());

test("stands still until it is moved", () => {
  const clock = new SettableClock("2026-03-28T23:59:59.999Z");
  expect(clock.now()).toEqual(new Date("2026-03-28T23:59:59.999Z"));
  clock.forward({ days: 1, milliseconds: 1 });
  expect(clock.now()).toEqual(new Date("2026-03-30T00:00:00.000Z"));
});

import { expect, test } from "vitest";
import type { Clock } from "#domain/shared/clock.ts";

/** What every `Clock` promises. */
export function clockContract(make: () => Clock): void {
  test("tells the time, which doesn't go back", () => {
    const clock = make();
    const times = Array.from({ length: 100 }, () => clock.now().getTime());
    for (const time of times) expect(time).not.toBeNaN();
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  test("gives a Date of its own each time: who changes it doesn't change the clock", () => {
    const clock = make();
    const before = clock.now().getTime();
    clock.now().setFullYear(1999);
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
  });
}

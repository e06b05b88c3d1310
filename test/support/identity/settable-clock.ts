import type { Clock } from "#domain/shared/clock.ts";

const milliseconds = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1_000, milliseconds: 1 };

/** A clock that stands still until it is moved. */
export class SettableClock implements Clock {
  #now: number;

  constructor(now = "2026-03-01T12:00:00.123Z") {
    this.#now = Date.parse(now);
  }

  now(): Date {
    return new Date(this.#now);
  }

  forward(by: { readonly [Unit in keyof typeof milliseconds]?: number }): void {
    for (const [unit, count] of Object.entries(by)) this.#now += count * milliseconds[unit as keyof typeof by];
  }
}

import { afterAll, expect, vi } from "vitest";

/**
 * For files that share a process: one that leaves another timer, clock, environment or directory behind fails itself, not
 * whichever happens to come after it.
 */
const globals = () => ({
  setTimeout: globalThis.setTimeout,
  setInterval: globalThis.setInterval,
  setImmediate: globalThis.setImmediate,
  queueMicrotask: globalThis.queueMicrotask,
  nextTick: process.nextTick,
  Date: globalThis.Date,
  fetch: globalThis.fetch,
  environment: { ...process.env },
  directory: process.cwd(),
});

const before = globals();

afterAll(() => {
  // As vitest does it, but too late for us: of a fake timer it restores the fake.
  vi.restoreAllMocks();
  const after = globals();
  const changed = Object.keys(before).filter((name) => !same(before[name as Name], after[name as Name]));
  expect(changed, "what this file changed globally and did not put back").toEqual([]);
});

type Name = keyof typeof before;

function same(one: unknown, other: unknown): boolean {
  return typeof one === "object" ? JSON.stringify(one) === JSON.stringify(other) : one === other;
}

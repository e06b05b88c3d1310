import { beforeEach, afterEach, expect, test, vi } from "vitest";
import { startHourlyWork } from "#infrastructure/hourly-work.ts";

const hour = 3_600_000;
const warn = vi.fn();
const logger = { warn };

beforeEach(() => {
  vi.useFakeTimers();
  warn.mockReset();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("each work is done once an hour, from an hour on", async () => {
  const [one, other] = [vi.fn(async () => 0), vi.fn(async () => 0)];
  const stop = startHourlyWork({ works: { one, other }, logger });
  await vi.advanceTimersByTimeAsync(hour - 1);
  expect(one).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2 * hour + 1);
  expect(one).toHaveBeenCalledTimes(3);
  expect(other).toHaveBeenCalledTimes(3);
  await stop();
});

test("what fails is logged, keeps nothing else from being done, and is tried again", async () => {
  const failure = new Error("no database");
  const failing = vi.fn(async () => {
    throw failure;
  });
  const other = vi.fn(async () => 0);
  const stop = startHourlyWork({ works: { "the first work": failing, other }, logger });
  await vi.advanceTimersByTimeAsync(2 * hour);
  expect(failing).toHaveBeenCalledTimes(2);
  expect(other).toHaveBeenCalledTimes(2);
  expect(warn.mock.calls).toEqual(Array.from({ length: 2 }, () => [{ err: failure }, "the first work failed"]));
  await stop();
});

test("what takes longer than an hour isn't begun a second time, and stopping waits for it", async () => {
  const ended = Promise.withResolvers<void>();
  const slow = vi.fn(() => ended.promise);
  const stop = startHourlyWork({ works: { slow }, logger });
  await vi.advanceTimersByTimeAsync(3 * hour);
  expect(slow).toHaveBeenCalledTimes(1);

  let stopped = false;
  const stopping = stop().then(() => (stopped = true));
  await vi.advanceTimersByTimeAsync(hour);
  expect(stopped).toBe(false);
  ended.resolve();
  await stopping;
  await vi.advanceTimersByTimeAsync(2 * hour);
  expect(slow, "it is not begun after that").toHaveBeenCalledTimes(1);
});

test("it keeps no process alive", async () => {
  const started = vi.spyOn(globalThis, "setInterval");
  const stop = startHourlyWork({ works: {}, logger });
  const timer = started.mock.results[0]?.value as NodeJS.Timeout | undefined;
  expect(timer?.hasRef()).toBe(false);
  await stop();
});

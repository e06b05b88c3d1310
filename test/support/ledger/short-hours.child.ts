import timers from "node:timers";

// Loaded into a service before its code (NODE_OPTIONS=--import=…): what it does each hour it does ten times a second.
const hour = 3_600_000;

globalThis.setInterval = Object.assign(
  (work: () => void, delay?: number) => timers.setInterval(work, delay === hour ? 100 : delay),
  globalThis.setInterval,
);

import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

/**
 * A TCP proxy in a process of its own, so that its CPU time is nobody's. It holds back all bytes for half of the round
 * trip's time in each direction, and counts round trips: how often a client has sent after the server had answered.
 *
 * `node proxy.ts <host> <port> <milliseconds of the round trip>`; tells its port, then the count whenever it is asked.
 */
interface Passage {
  readonly due: number;
  readonly pass: () => void;
}

// Timers of Node are whole milliseconds; a thread of its own can sleep for less.
if (isMainThread) await serve();
else sleepWhenAsked(workerData as SharedArrayBuffer);

async function serve(): Promise<void> {
  const [host = "", port = "", roundTrip = ""] = process.argv.slice(2);
  const queue: Passage[] = [];
  const alarm = startAlarm(() => passWhatIsDue(queue, alarm));
  let roundTrips = 0;

  const later = (pass: () => void): void => {
    queue.push({ due: now() + Number(roundTrip) / 2, pass });
    if (queue.length === 1) alarm(queue[0]?.due ?? 0);
  };
  const server = net.createServer({ noDelay: true }, (client) => {
    const upstream = net.connect({ host, port: Number(port), noDelay: true });
    let answered = true;
    client.on("data", (bytes) => {
      if (answered) roundTrips++;
      answered = false;
      later(() => upstream.write(bytes));
    });
    upstream.on("data", (bytes) =>
      later(() => {
        answered = true;
        client.write(bytes);
      }),
    );
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => later(() => other.end()));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  process.on("message", () => process.send?.({ result: roundTrips }));
  process.on("disconnect", () => process.exit());
  process.send?.({ result: (server.address() as AddressInfo).port });
}

function passWhatIsDue(queue: Passage[], alarm: (due: number) => void): void {
  const time = now();
  let due = 0;
  while (due < queue.length && (queue[due]?.due ?? 0) <= time) due++;
  for (const { pass } of queue.splice(0, due)) pass();
  if (queue[0] !== undefined) alarm(queue[0].due);
}

/** Calls `ring` at the time that it was set to last. */
function startAlarm(ring: () => void): (due: number) => void {
  const shared = new SharedArrayBuffer(16);
  new Worker(import.meta.filename, { workerData: shared }).on("message", ring);
  const [set, due] = [new Int32Array(shared, 0, 1), new Float64Array(shared, 8, 1)];
  return (time) => {
    due[0] = time;
    Atomics.store(set, 0, 1);
    Atomics.notify(set, 0);
  };
}

function sleepWhenAsked(shared: SharedArrayBuffer): never {
  const [set, due] = [new Int32Array(shared, 0, 1), new Float64Array(shared, 8, 1)];
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    Atomics.wait(set, 0, 0);
    Atomics.store(set, 0, 0);
    const left = (due[0] ?? 0) - now();
    if (left > 0) Atomics.wait(never, 0, 0, left);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    parentPort?.postMessage(undefined);
  }
}

/** Milliseconds, the same in all threads. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

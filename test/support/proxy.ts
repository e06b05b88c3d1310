import { once } from "node:events";
import net, { type AddressInfo } from "node:net";

/**
 * What happens to a connection:
 * - `cut`: it is cut before the server gets what was sent
 * - `cut in the middle`: as `cut`, but the server gets the first half of it
 * - `cut answer`: the server gets it and answers, but the connection is cut before the answer arrives
 * - `cut answer in the middle`: as `cut answer`, but the client gets the first half of the answer
 * - `hold answers`: the server gets it, and what it answers from then on is held back until `resume`
 * - `half-close`: the server gets it, and the client is told that the server sends no more, without an answer
 * - `stall`: from here on nothing passes, in either direction, and nothing is closed
 */
export type Fault =
  | "cut"
  | "cut in the middle"
  | "cut answer"
  | "cut answer in the middle"
  | "hold answers"
  | "half-close"
  | "stall";

export interface Proxy {
  /** `url` with the proxy's host and port. */
  url(url: string): string;
  /** Connections accepted since the start. */
  readonly accepted: number;
  /** Connections that are open now. */
  readonly open: number;
  /** How often the client has sent and then waited for an answer. */
  roundTrips: number;
  /** While true, new connections are cut at once. */
  refusing: boolean;
  /** Faults that are still to come. */
  readonly pending: number;
  /** The next time a client sends bytes with this text in them, the fault happens, once. */
  once(marker: string, fault: Fault): void;
  /** The next time a client sends `text`, the server gets `other` in its place, of the same length. */
  replace(text: string, other: string): void;
  /** The fault happens now, or with the next bytes, to one of the open connections, where `which` is from 0 to 1. */
  strike(fault: Fault, which: number): void;
  /** Lets pass what was held back by `stall` and `hold answers`. */
  resume(): void;
  /** Ends all faults, also those that were to come. */
  heal(): void;
  /** Cuts every connection. */
  cutAll(): void;
  close(): Promise<void>;
}

interface Link {
  strike(fault: Fault): void;
  resume(): void;
  heal(): void;
  cut(): void;
}

/**
 * A TCP proxy in front of the server of `url`, on this machine.
 *
 * @param latency milliseconds that it holds back each answer
 */
export async function startProxy(url: string, latency = 0): Promise<Proxy> {
  const target = new URL(url);
  const faults = new Map<string, Fault>();
  const replacements = new Map<string, string>();
  const links = new Set<Link>();
  let accepted = 0;

  const server = net.createServer((client) => {
    accepted++;
    if (proxy.refusing) return void client.on("error", () => undefined).destroy();
    const upstream = net.connect({ host: target.hostname, port: Number(target.port || 5432), noDelay: true });
    let answered = true;
    let fault: Fault | undefined;
    let held: (() => void)[] = [];
    const cut = () => {
      links.delete(link);
      client.destroy();
      upstream.destroy();
    };
    const answer = (bytes: Buffer) =>
      void setTimeout(() => ((answered = true), client.writable && client.write(bytes)), latency);
    const hangUp = () => void setTimeout(() => client.end(), latency);
    client.on("data", (bytes: Buffer) => {
      if (answered) proxy.roundTrips++;
      answered = false;
      for (const [text, other] of replacements) {
        const at = bytes.indexOf(text);
        if (at < 0) continue;
        replacements.delete(text);
        bytes.write(other, at);
      }
      for (const [marker, next] of faults) {
        if (fault !== undefined || !bytes.includes(marker)) continue;
        faults.delete(marker);
        fault = next;
      }
      if (fault === "cut") cut();
      else if (fault === "cut in the middle") upstream.write(firstHalf(bytes), cut);
      else if (fault === "stall") held.push(() => upstream.write(bytes));
      else upstream.write(bytes);
    });
    upstream.on("data", (bytes: Buffer) => {
      if (fault === "cut answer") cut();
      else if (fault === "cut answer in the middle") client.write(firstHalf(bytes), cut);
      else if (fault === "half-close") client.end();
      else if (fault === "stall" || fault === "hold answers") held.push(() => answer(bytes));
      else answer(bytes);
    });
    const link: Link = {
      strike(now) {
        if (fault !== undefined) return;
        fault = now;
        if (now === "cut") cut();
        if (now === "half-close") client.end();
      },
      resume() {
        if (fault === "stall" || fault === "hold answers") link.heal();
      },
      heal() {
        fault = undefined;
        for (const pass of held) pass();
        held = [];
      },
      cut,
    };
    links.add(link);
    client.on("error", cut).on("close", cut);
    upstream.on("error", cut).on("close", () => {
      if (fault === "stall" || fault === "hold answers") held.push(hangUp);
      else hangUp();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const proxy: Proxy = {
    url: (through) => {
      const other = new URL(through);
      other.hostname = "127.0.0.1";
      other.port = String((server.address() as AddressInfo).port);
      other.searchParams.delete("host");
      return other.href;
    },
    get accepted() {
      return accepted;
    },
    get open() {
      return links.size;
    },
    get pending() {
      return faults.size;
    },
    roundTrips: 0,
    refusing: false,
    replace: (text, other) => void replacements.set(text, other),
    once: (marker, fault) => void faults.set(marker, fault),
    strike: (fault, which) => [...links].at(Math.floor(which * links.size) % (links.size || 1))?.strike(fault),
    resume: () => {
      for (const link of links) link.resume();
    },
    heal: () => {
      faults.clear();
      proxy.refusing = false;
      for (const link of links) link.heal();
    },
    cutAll: () => {
      for (const link of links) link.cut();
    },
    async close() {
      proxy.cutAll();
      server.close();
      await once(server, "close");
    },
  };
  return proxy;
}

function firstHalf(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.ceil(bytes.length / 2));
}

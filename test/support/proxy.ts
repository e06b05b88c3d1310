import { once } from "node:events";
import net, { type AddressInfo } from "node:net";

/**
 * What happens to the connection that sends the marker:
 * - `cut`: it is cut before the server gets it
 * - `cut answer`: the server gets it and answers, but the connection is cut before the answer arrives
 * - `half-close`: the server gets it, and the client is told that the server sends no more, without an answer
 * - `stall`: from here on nothing passes, in either direction, and nothing is closed
 */
export type Fault = "cut" | "cut answer" | "half-close" | "stall";

export interface Proxy {
  /** `url` with the proxy's host and port. */
  url(url: string): string;
  /** Connections accepted since the start. */
  readonly accepted: number;
  /** Connections that are open now. */
  readonly open: number;
  /** How often the client has sent and then waited for an answer. */
  roundTrips: number;
  /** The next time a client sends bytes with this text in them, the fault happens, once. */
  once(marker: string, fault: Fault): void;
  /** The next time a client sends `text`, the server gets `other` in its place, of the same length. */
  replace(text: string, other: string): void;
  /** Cuts every connection. */
  cutAll(): void;
  close(): Promise<void>;
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
  const clients = new Set<net.Socket>();
  let accepted = 0;

  const server = net.createServer((client) => {
    accepted++;
    clients.add(client);
    const upstream = net.connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    let answered = true;
    let fault: Fault | undefined;
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
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
        if (!bytes.includes(marker)) continue;
        faults.delete(marker);
        fault = next;
      }
      if (fault === "cut") cut();
      else if (fault !== "stall") upstream.write(bytes);
    });
    upstream.on("data", (bytes: Buffer) => {
      if (fault === "cut answer") cut();
      else if (fault === "half-close") client.end();
      else if (fault === undefined)
        setTimeout(() => ((answered = true), client.writable && client.write(bytes)), latency);
    });
    client.on("error", cut).on("close", () => (clients.delete(client), cut()));
    upstream.on("error", cut).on("close", () => fault === undefined && setTimeout(() => client.end(), latency));
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
      return clients.size;
    },
    roundTrips: 0,
    replace: (text, other) => void replacements.set(text, other),
    once: (marker, fault) => void faults.set(marker, fault),
    cutAll: () => {
      for (const client of clients) client.destroy();
    },
    async close() {
      proxy.cutAll();
      server.close();
      await once(server, "close");
    },
  };
  return proxy;
}

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./metrics.ts";

export interface MetricsServer {
  readonly url: string;
  /** Stops at once. */
  close(): Promise<void>;
}

/**
 * Serves `/metrics` on an address of its own, because whoever reaches it may read it.
 *
 * @throws Error when it can't listen there
 */
export async function serveMetrics(
  metrics: Pick<Metrics, "text" | "contentType">,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const isKnown = /^\/metrics(\?|$)/.test(request.url ?? "") && ["GET", "HEAD"].includes(request.method ?? "");
    if (!isKnown) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Only GET /metrics is here.\n");
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { "content-type": metrics.contentType }).end(text),
      (error: unknown) => response.destroy(error as Error),
    );
  });
  server.listen(port, host);
  await once(server, "listening").catch((cause: unknown) => {
    throw new Error(
      `Metrics must be served on port ${port} of ${host}, but can't: ${(cause as Error).message}. ` +
        "Stop what listens there, or set METRICS_PORT and METRICS_HOST to something else.",
      { cause },
    );
  });
  const address = server.address() as AddressInfo;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}/metrics`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

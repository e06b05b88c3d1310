import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type ConfiguredServer, startConfiguredServer, startStandby } from "./configured-server.ts";
import { test as base } from "./data-source-fixtures.ts";
import { makeRunDirectory } from "./run-directory.ts";

export interface ReplicatedServers {
  readonly primary: ConfiguredServer;
  /** Follows the primary; asynchronously. */
  readonly standby: ConfiguredServer;
  /** A connection string with the hosts of these ports. */
  urlOf(ports: readonly number[], query?: string): string;
}

/**
 * `test` with a primary and its standby, shared by the tests of a file.
 *
 * - `servers`: the two
 * - `silent`: the port of a host that accepts connections and never answers
 */
export const test = base
  .extend("servers", { scope: "file" }, async ({}, { onCleanup }): Promise<ReplicatedServers> => {
    const directory = await makeRunDirectory();
    const primary = await startConfiguredServer(directory.path, "primary");
    const standby = await startStandby(primary, "standby");
    onCleanup(async () => {
      await Promise.all([primary.end("SIGKILL"), standby.end("SIGKILL")]);
      directory.remove();
    });
    const urlOf = (ports: readonly number[], query = "") =>
      `postgres://plinth@${ports.map((port) => `127.0.0.1:${port}`).join(",")}/postgres${query}`;
    return { primary, standby, urlOf };
  })
  .extend("silent", async ({}, { onCleanup }): Promise<number> => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => void sockets.add(socket.on("error", () => undefined)));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onCleanup(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  });

import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Lets `server` listen on a socket of its own until the test has ended. @returns the address, as in `DOCKER_HOST` */
export async function listenOnSocket(server: Server): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "plinth-daemon-"));
  const socket = join(directory, "docker.sock");
  const connections = new Set<{ destroy(): void }>();
  server.on("connection", (connection) => connections.add(connection));
  await once(server.listen(socket), "listening");
  onTestFinished(() => {
    for (const connection of connections) connection.destroy();
    server.close();
    rmSync(directory, { recursive: true });
  });
  return `unix://${socket}`;
}

/** A daemon that accepts connections and never answers. @returns its address */
export function startHungDaemon(): Promise<string> {
  return listenOnSocket(createServer(() => {}));
}

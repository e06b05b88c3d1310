import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A port on which nobody listens, nor will: only root may, and no service is there. */
export const deadPort = 1;

/** A port of 127.0.0.1 on which nobody listens now; another process may take it at any time. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

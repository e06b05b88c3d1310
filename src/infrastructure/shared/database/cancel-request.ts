import type { ServerSettings } from "./connection-settings.ts";
import { openServerSocket } from "./server-socket.ts";

/** What the server needs to know to cancel a statement. */
export interface Backend {
  readonly pid: number;
  readonly secret: number;
}

/** The code of a CancelRequest, see "Message Formats" in PostgreSQL's manual. */
const cancelCode = 80_877_102;

/** Asks the server, on a connection of its own, to cancel what a backend runs; it never says whether it did. */
export async function requestCancel(settings: ServerSettings, { pid, secret }: Backend): Promise<void> {
  const request = Buffer.alloc(16);
  [16, cancelCode, pid, secret].forEach((word, index) => request.writeUInt32BE(word, index * 4));
  try {
    const socket = await openServerSocket(settings, AbortSignal.timeout(settings.connectTimeout));
    socket.end(request);
  } catch {
    // Asked again, until the connection is cut.
  }
}

import type { Socket } from "node:net";
import closeWithGrace from "close-with-grace";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { RequestFault } from "./request-fault.ts";

/**
 * From `app.close()` on: requests in flight finish, new ones on open connections get 503, and what is still open after
 * `timeoutMs` is cut.
 */
export function drainOnClose(app: FastifyInstance, timeoutMs: number): void {
  const connections = new Set<Socket>();
  let closing = false;
  let deadline: NodeJS.Timeout | undefined;
  let sweep: NodeJS.Timeout | undefined;

  app.server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  app.addHook("preClose", async () => {
    closing = true;
    deadline = setTimeout(() => {
      const told = { timeoutMs, connections: connections.size };
      app.log.warn(told, "requests were still in flight at the deadline: their connections are cut");
      app.server.closeAllConnections();
    }, timeoutMs);
    // Node closes the idle connections once; one that falls idle later would hold up the close for a minute.
    sweep = setInterval(() => {
      app.server.closeIdleConnections();
      // A browser opens connections ahead of need: one that nothing has ever come from isn't idle to Node.
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
    }, 50);
  });
  app.addHook("onClose", async () => {
    clearTimeout(deadline);
    clearInterval(sweep);
  });

  app.addHook("onRequest", async () => {
    if (closing) throw shuttingDown();
  });
  app.addHook("onSend", async (_request, reply) => {
    if (closing) reply.header("connection", "close");
  });
}

/** Also for the documentation. */
export function shuttingDown(): RequestFault {
  return new RequestFault(503, "shutting-down", "The service is stopping: try again.", {
    headers: { "retry-after": "1" },
  });
}

export interface CloseOnSignalOptions {
  readonly logger: FastifyBaseLogger;
  /** Closes everything, in order: the HTTP server, then what it uses. */
  readonly close: () => Promise<void>;
  /** How long `close` may take, in milliseconds. Then, or at a second signal, the process ends at once with code 1. */
  readonly timeoutMs: number;
}

/**
 * On SIGTERM, SIGINT or an error that nothing caught: closes and ends the process, with code 0 after a signal and 1 after an
 * error.
 */
export function closeOnSignal({ logger, close, timeoutMs }: CloseOnSignalOptions): void {
  // The natural end of the process is no signal: it keeps the exit code that was set.
  closeWithGrace({ delay: timeoutMs, logger, skip: ["beforeExit"] }, async ({ signal, err }) => {
    if (err === undefined) logger.info({ signal }, "stopping");
    else logger.fatal({ err }, "stopping: an error that nothing caught");
    await close();
    logger.info("stopped");
  });
}

import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";

/** A service process for `embedded-server.integration.test.ts`: starts a server, and stops it on any message. */
export type Message =
  | { readonly kind: "started"; readonly url: string; readonly postmaster: number }
  | { readonly kind: "progress"; readonly text: string }
  | { readonly kind: "failed"; readonly text: string }
  | { readonly kind: "stopped" };

const send = (message: Message) => process.send?.(message);

try {
  const server = await startEmbeddedServer({
    directory: process.argv[2] ?? "",
    onProgress: (text) => send({ kind: "progress", text }),
  });
  process.on("message", () => {
    void server.stop().then(() => {
      send({ kind: "stopped" });
      process.disconnect();
    });
  });
  send({ kind: "started", url: server.url("postgres"), postmaster: server.pid });
} catch (error) {
  send({ kind: "failed", text: String(error) });
  process.disconnect();
}

import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import type { ServerSettings } from "./connection-settings.ts";
import { tlsOptions } from "./tls-settings.ts";

const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Connects to the server, encrypted where the settings say so. postgres.js could do the latter itself, but it takes our
 * listeners off the socket and checks the certificate of an IP address against the name `localhost`.
 *
 * @param signal destroys the socket, at any time
 * @throws Error when it can't be made, or isn't as safe as the settings demand
 */
export async function openServerSocket(settings: ServerSettings, signal: AbortSignal): Promise<net.Socket> {
  const secure = settings.tls && (await tlsOptions(settings.tls, settings.host));
  const plain = net.connect({ ...settings.socket, noDelay: true, keepAlive: true, signal });
  plain.on("error", () => undefined);
  await once(plain, "connect", { signal });
  if (secure === false) return plain;

  const hungUp = () => plain.destroy(new Error("the server hung up"));
  plain.once("end", hungUp);
  plain.write(sslRequest);
  const [answer] = (await once(plain, "data", { signal })) as [Buffer];
  plain.off("end", hungUp);
  // More than the one byte was sent by somebody in between, before the encryption began (CVE-2021-23222).
  if (answer.toString("latin1") !== "S") {
    plain.destroy();
    throw new Error(
      "the server does not offer TLS, which sslmode in the database URL demands, or its absence for a host that isn't " +
        "this machine. Where the way there is safe, say sslmode=disable",
    );
  }
  const encrypted = tls.connect({ socket: plain, ...secure });
  encrypted.on("error", () => undefined);
  plain.once("close", () => encrypted.destroy());
  await once(encrypted, "secureConnect", { signal });
  return encrypted;
}

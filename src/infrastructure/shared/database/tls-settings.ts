import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";

/** How a connection is encrypted. Files are named, not read: a certificate that is replaced counts from the next connection. */
export interface TlsSettings {
  /** Whether the server must show a certificate for its host that somebody we trust has signed. */
  readonly verify: boolean;
  /** PEM files: who is trusted instead of Node's own list; what we show, and its key. */
  readonly rootCertificate: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

const modes = ["disable", "no-verify", "require", "verify-full"];

/**
 * What the parameters of a database URL say about TLS: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, as libpq names them.
 * Without `sslmode` only a connection that stays on this machine is in plain text.
 *
 * @throws TypeError for what isn't safe, or makes no sense
 */
export function readTlsSettings(parameters: ReadonlyMap<string, string>, host: string): false | TlsSettings {
  const mode = parameters.get("sslmode") ?? (staysHere(host) ? "disable" : "verify-full");
  if (!modes.includes(mode)) {
    throw new TypeError(
      `sslmode in the database URL must be ${modes.join(", ")}, but is ${JSON.stringify(mode)}${whyNot[mode] ?? ""}: ` +
        "choose one of these; verify-full is the safest.",
    );
  }
  const [certificate, key] = [parameters.get("sslcert"), parameters.get("sslkey")];
  if ((certificate === undefined) !== (key === undefined)) {
    throw new TypeError(
      "The database URL must set sslcert and sslkey together: a certificate is of no use without its key.",
    );
  }
  if (mode === "disable") return false;
  const root = parameters.get("sslrootcert");
  return { verify: mode !== "no-verify", rootCertificate: root === "system" ? undefined : root, certificate, key };
}

const whyNot: Readonly<Record<string, string>> = {
  allow: " (it would send everything in plain text)",
  prefer: " (it would send everything in plain text when somebody in between says that the server has no TLS)",
  "verify-ca": " (it would accept the certificate of any other host)",
};

/** What `tls.connect` needs to talk to `host`. @throws Error for a file that can't be read, naming it */
export async function tlsOptions(settings: TlsSettings, host: string): Promise<ConnectionOptions> {
  const [ca, cert, key] = await Promise.all([
    readPem(settings.rootCertificate, "sslrootcert"),
    readPem(settings.certificate, "sslcert"),
    readPem(settings.key, "sslkey"),
  ]);
  return {
    host,
    rejectUnauthorized: settings.verify,
    // Not for addresses; Node verifies those against `host`.
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && key !== undefined && { cert, key }),
  };
}

async function readPem(path: string | undefined, parameter: string): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new Error(
      `${parameter} in the database URL must name a file that can be read, but ${(cause as Error).message}`,
      { cause },
    );
  }
}

function staysHere(host: string): boolean {
  return host.startsWith("/") || host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

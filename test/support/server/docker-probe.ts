import { existsSync, readFileSync } from "node:fs";
import { type IncomingMessage, type RequestOptions, request as requestPlainly } from "node:http";
import { request as requestWithTls } from "node:https";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

export type DockerProbe =
  | { readonly usable: true; readonly hasImage: boolean }
  /** `why` is undefined where there is no trace of a Docker. */
  | { readonly usable: false; readonly why: string | undefined };

export interface ProbeOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Where to ask, in this order. Default: where testcontainers does. */
  readonly addresses?: readonly string[];
  /** How long all questions together may take, in milliseconds. Default: 2 seconds. */
  readonly patience?: number;
}

/**
 * Asks the Docker daemon that testcontainers would take whether it is there, and whether it has the image. testcontainers
 * itself waits for ever for a daemon that accepts a connection and never answers.
 *
 */
export async function probeDocker(
  image: string,
  { environment = process.env, addresses = daemonAddresses(environment), patience = 2000 }: ProbeOptions = {},
): Promise<DockerProbe> {
  const signal = AbortSignal.timeout(patience);
  const failures: string[] = [];
  for (const address of addresses) {
    try {
      const ask = (path: string) => get(address, path, environment, signal);
      // The same questions that testcontainers begins with.
      for (const path of ["/_ping", "/info"]) {
        const { status, body } = await ask(path);
        if (status !== 200) throw new Error(`it answers ${path} with ${status}: ${body.trim()}`);
      }
      return { usable: true, hasImage: (await ask(`/images/${image}/json`)).status === 200 };
    } catch (error) {
      if (signal.aborted) return { usable: false, why: `${address} doesn't answer within ${patience} ms` };
      failures.push(`${address}: ${(error as Error).message}`);
    }
  }
  return { usable: false, why: failures.length > 0 ? failures.join("; ") : undefined };
}

/** Where testcontainers looks, in its order. */
function daemonAddresses(environment: NodeJS.ProcessEnv): string[] {
  const properties = readProperties(join(homedir(), ".testcontainers.properties"));
  const given = [properties.get("tc.host"), environment["DOCKER_HOST"] ?? properties.get("docker.host")];
  const sockets = [
    "/var/run/docker.sock",
    ...(environment["XDG_RUNTIME_DIR"] ? [join(environment["XDG_RUNTIME_DIR"], "docker.sock")] : []),
    join(homedir(), ".docker/run/docker.sock"),
    join(homedir(), ".docker/desktop/docker.sock"),
    `/run/user/${userInfo().uid}/docker.sock`,
  ];
  const usual =
    process.platform === "win32"
      ? ["npipe:////./pipe/docker_engine"]
      : sockets.filter((path) => existsSync(path)).map((path) => `unix://${path}`);
  return [...given.flatMap((address) => address || []), ...usual];
}

function readProperties(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map();
  const entries = readFileSync(file, "utf8").matchAll(/^\s*([\w.]+)\s*[=:]\s*(.*?)\s*$/gm);
  return new Map(Array.from(entries, ([, name = "", value = ""]) => [name, value]));
}

async function get(
  address: string,
  path: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<{ status: number; body: string }> {
  const { hostname, port, pathname } = new URL(address);
  const certificates = environment["DOCKER_TLS_VERIFY"] === "1" ? environment["DOCKER_CERT_PATH"] : undefined;
  const options: RequestOptions = { path, signal, ...(hostname ? { hostname, port } : { socketPath: pathname }) };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const read = (name: string) => readFileSync(join(certificates ?? "", name));
  const sent =
    certificates && hostname
      ? requestWithTls({ ...options, ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") }, resolve)
      : requestPlainly(options, resolve);
  sent.on("error", reject).end();
  const response = await promise;
  return { status: response.statusCode ?? 0, body: await text(response) };
}

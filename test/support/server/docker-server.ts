import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from "testcontainers";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";

/** The label that marks a container as ours; its value is what it is for. */
export const label = "plinth.tests";
const port = 5432;

const environment = {
  POSTGRES_USER: "plinth",
  POSTGRES_DB: "plinth_test",
  POSTGRES_HOST_AUTH_METHOD: "trust",
  POSTGRES_INITDB_ARGS: "--no-sync",
};
const settings = [
  "max_connections=300",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "wal_level=minimal",
  "max_wal_senders=0",
  "max_wal_size=256MB",
  "autovacuum=off",
  "timezone=UTC",
  // Docker gives /dev/shm 64 MB.
  "dynamic_shared_memory_type=mmap",
];

export interface DockerServer {
  readonly url: string;
  /** Of the container. */
  readonly name: string;
  /** Runs a statement by psql inside the container. */
  readonly psql: (statement: string) => Promise<void>;
}

/**
 * Starts PostgreSQL in a container with its data in memory, or takes the one that an earlier run has left: it stays for
 * the next, which then begins at once. One that was made for other settings and serves no run is removed.
 *
 * @param options.purpose only containers of the same one are reused or removed. Default: "server"
 * @param options.youth how old one must be to be removed, in milliseconds: a younger one may just be starting for
 *   another run. Default: a minute
 * @throws Error of testcontainers when the image can't be pulled or the container doesn't start
 */
export async function startDockerServer(
  image: string,
  { purpose = "server", youth = 60_000 }: { purpose?: string; youth?: number } = {},
): Promise<DockerServer> {
  const { container: containers, info } = await getContainerRuntimeClient();
  const isLocal = ["localhost", "127.0.0.1"].includes(info.containerRuntime.host);
  const hash = createHash("sha256").update(JSON.stringify([image, purpose, isLocal, environment, settings]));
  const name = `plinth-tests-${hash.digest("hex").slice(0, 12)}`;
  await sweep(containers.dockerode, info.containerRuntime.host, { current: name, purpose, youth });
  const container = await startOrReuse(() => new PostgresContainer(image, purpose, isLocal).withName(name));
  const url = urlOf(container.getHost(), container.getMappedPort(port));
  await waitUntilReady(url);
  return { url, name, psql: (statement) => psql(container, statement) };
}

async function psql(container: StartedTestContainer, statement: string): Promise<void> {
  const command = ["psql", "-v", "ON_ERROR_STOP=1", "-U", environment.POSTGRES_USER, "-d", "postgres", "-c", statement];
  const { exitCode, output } = await container.exec(command);
  if (exitCode !== 0) throw new Error(`psql in the container ended with ${exitCode}: ${output}`);
}

class PostgresContainer extends GenericContainer {
  readonly #isLocal: boolean;

  constructor(image: string, purpose: string, isLocal: boolean) {
    super(image);
    this.#isLocal = isLocal;
    this.withExposedPorts(port)
      .withLabels({ [label]: purpose })
      // Where PostgreSQL 18's image has its volume; up to 17 it was below, in data/.
      .withTmpFs({ "/var/lib/postgresql": "rw" })
      .withEnvironment(environment)
      .withCommand(settings.flatMap((setting) => ["-c", setting]))
      .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
      .withReuse();
  }

  /** It trusts everybody who can connect, so only this machine may. */
  protected override async beforeContainerCreated(): Promise<void> {
    if (!this.#isLocal) return;
    const bindings = Object.values(this.hostConfig.PortBindings as Record<string, { HostIp?: string }[]>);
    for (const binding of bindings.flat()) binding.HostIp = "127.0.0.1";
  }
}

/**
 * The name is taken once: when another run is quicker, ours is refused (409) and looks for the other's, which that may
 * just be starting (304) or giving up (404). Each time with a new object: one that was started looks for another hash.
 */
async function startOrReuse(make: () => GenericContainer): Promise<StartedTestContainer> {
  for (const deadline = Date.now() + 60_000; ; await pause(50)) {
    try {
      return await make().start();
    } catch (error) {
      const { statusCode = 0, message } = error as Error & { statusCode?: number };
      const isContested = [304, 409].includes(statusCode) || /no such container/i.test(message);
      if (!isContested || Date.now() > deadline) throw error;
    }
  }
}

/** The log line may be of an earlier start of the container. */
async function waitUntilReady(url: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; ; await pause(50)) {
    try {
      return void (await ensureDatabase(url));
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

type Docker = Awaited<ReturnType<typeof getContainerRuntimeClient>>["container"]["dockerode"];

async function sweep(
  docker: Docker,
  host: string,
  { current, purpose, youth }: { current: string; purpose: string; youth: number },
): Promise<void> {
  const ours = await docker.listContainers({ all: true, filters: { label: [`${label}=${purpose}`] } });
  for (const { Id: id, Names: names, State: state, Created: created, Ports: ports } of ours) {
    if (names.includes(`/${current}`) || Date.now() - created * 1000 < youth) continue;
    const published = ports.find((each) => each.PrivatePort === port)?.PublicPort;
    if (state === "running" && published && (await isInUse(urlOf(host, published)))) continue;
    await docker.getContainer(id).remove({ force: true, v: true });
  }
}

/** Somebody is connected to it, or so many are that nobody else can be. */
async function isInUse(url: string): Promise<boolean> {
  try {
    const client = await connectPlainly(url, "plinth tests");
    const { rowCount } = await client.query(
      "SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    await client.end();
    return rowCount !== 0;
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    return cause?.code === "53300";
  }
}

function urlOf(host: string, published: number): string {
  return `postgres://${environment.POSTGRES_USER}@${host}:${published}/${environment.POSTGRES_DB}`;
}

import { join } from "node:path";
import { findPrograms } from "#infrastructure/shared/database/embedded/embedded-binaries.ts";
import { spawnPostmaster } from "#infrastructure/shared/database/embedded/embedded-cluster.ts";
import { startEmbeddedServer, stopAbandonedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { eventually } from "#test/support/eventually.ts";
import { makeRunDirectory, sweepRunDirectories } from "#test/support/run-directory.ts";

/** A PostgreSQL server that nobody else uses: for what would disturb other tests, and for what runs outside of them. */
export interface ThrowAwayServer {
  /** Of the database `plinth_test`, as a superuser. */
  readonly url: string;
  /** Ends it at once, without a shutdown: SIGQUIT ends its connections with a word, SIGKILL without. */
  crash(signal: "SIGQUIT" | "SIGKILL"): Promise<void>;
  /** Starts it again after a crash, on the same port; settles when it lets somebody in. */
  restart(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/** Starts a server with durability off: its own crash loses nothing, one of the machine would. */
export async function startThrowAwayServer(): Promise<ThrowAwayServer> {
  await sweepRunDirectories();
  const directory = await makeRunDirectory();
  const cluster = join(directory.path, "postgres");
  const server = await startEmbeddedServer({ directory: directory.path, durable: false });
  const url = server.url("plinth_test");
  await ensureDatabase(url);
  // Otherwise it would be looked after, as one of the service is when it crashes.
  await server.leaveRunning();
  let { pid } = server;
  const isOpen = () => ensureDatabase(url).then(() => true);
  return {
    url,
    async crash(signal) {
      process.kill(pid, signal);
      await eventually(() =>
        isOpen().then(
          () => false,
          () => true,
        ),
      );
    },
    async restart() {
      const programs = await findPrograms(cluster);
      const logFile = join(directory.path, "postgres.log");
      // After SIGKILL, PostgreSQL refuses to start until the last of the former processes has ended.
      await eventually(async () => {
        const child = spawnPostmaster(programs, cluster, { port: server.port, durable: false, logFile });
        child.unref();
        if (child.pid === undefined) return false;
        pid = child.pid;
        await eventually(() =>
          isOpen().then(
            () => true,
            () => child.exitCode !== null,
          ),
        );
        return child.exitCode === null;
      });
    },
    async remove() {
      await stopAbandonedServer(cluster);
      directory.remove();
    },
  };
}

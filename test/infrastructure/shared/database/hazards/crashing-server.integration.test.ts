import { describe, expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { eventually } from "#test/support/eventually.ts";
import { test as base } from "#test/support/fixtures.ts";
import { randomFrom } from "#test/support/random.ts";
import { load, tables } from "../soak/load.ts";
import { Writes } from "../soak/writes.ts";
import { startThrowAwayServer, type ThrowAwayServer } from "./throw-away-server.ts";
import { isUnderTest, underTest } from "./under-test.ts";

const test = base
  .extend("server", { scope: "file" }, async ({}, { onCleanup }) => {
    const server = await startThrowAwayServer();
    onCleanup(() => server.remove());
    return server;
  })
  .extend("connectTo", ({ server }, { onCleanup }) => {
    const made: Awaited<ReturnType<typeof connectPlainly>>[] = [];
    onCleanup(async () => void (await Promise.all(made.map((client) => client.end()))));
    return async () => {
      const client = await connectPlainly(server.url, "plinth tests");
      made.push(client);
      return client;
    };
  });

const pidOfOne = `SELECT pid FROM pg_stat_activity WHERE ${isUnderTest} LIMIT 1`;

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

describe("under load", () => {
  test.for<[what: string, crash: (server: ThrowAwayServer, killOne: () => Promise<boolean>) => Promise<unknown>]>([
    [
      "a backend that is killed with SIGKILL, and takes all others with it",
      // Again and again: the one that was found may have logged out in the meantime.
      (_, killOne) => eventually(killOne),
    ],
    ["a server that is restarted at once", (server) => server.crash("SIGQUIT").then(() => server.restart())],
    [
      "a server that is killed with SIGKILL and started again",
      (server) => server.crash("SIGKILL").then(() => server.restart()),
    ],
  ])("%s loses nothing that was acknowledged, and the service recovers", async ([, crash], { server, connectTo }) => {
    const before = await connectTo();
    await before.query("DROP TABLE IF EXISTS accounts, journal");
    // An acknowledged commit is in the log, as on a real server; that of the tests may lose the last ones.
    await before.query("ALTER DATABASE plinth_test SET synchronous_commit = on");
    await before.query(tables);
    const source = createDataSource({ url: underTest(server.url), size: 4, lockTimeout: 2_000 });
    const writes = new Writes();
    const stop = new AbortController();
    const loading = Promise.all(Array.from({ length: 6 }, (_, n) => load(source, writes, randomFrom(n), stop.signal)));
    const fiftyMore = async () => {
      const enough = writes.count("acknowledged") + 50;
      await eventually(() => writes.count("acknowledged") > enough);
    };
    try {
      await fiftyMore();
      const refused = writes.count("refused");
      // The crash has begun when a connection is gone that nothing else ends.
      const hasBegun = () =>
        before.query("SELECT 1").then(
          () => false,
          () => true,
        );
      await crash(server, async () => {
        if (await hasBegun()) return true;
        const { rows } = await before.query<{ pid: number }>(pidOfOne);
        if (rows[0] !== undefined) kill(rows[0].pid);
        return false;
      });
      await eventually(hasBegun);
      await eventually(() => writes.count("refused") > refused);
      await fiftyMore();
      stop.abort();
      await loading;
      expect(writes.count("running")).toBe(0);
      expect(await writes.violations(await connectTo())).toEqual([]);
    } finally {
      stop.abort();
      await source.close(0);
    }
  });
});

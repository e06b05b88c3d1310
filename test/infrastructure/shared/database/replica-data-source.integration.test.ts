import { describe, expect } from "vitest";
import { DataSourceMisuse, OutcomeUnknown, StatementFailed } from "#infrastructure/shared/database/errors.ts";
import type { PooledDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { createReplicaDataSource } from "#infrastructure/shared/database/replica-data-source.ts";
import { exec, one } from "#infrastructure/shared/database/statement.ts";
import { WritePositions } from "#infrastructure/shared/database/write-positions.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { eventually } from "#test/support/eventually.ts";
import { deadPort } from "#test/support/free-port.ts";
import { startProxy } from "#test/support/proxy.ts";
import { test as base } from "#test/support/replicated-servers.ts";

const port = "SELECT current_setting('port')::int";
const add = exec<{ 0: number }>(statement("INSERT INTO seen VALUES ($1)", [23]));
const look = one<{ 0: number }, { found: boolean; port: number }>(
  statement("SELECT $1 IN (SELECT n FROM seen) AS found, current_setting('port')::int AS port", [23]),
);

/** A primary with an empty table, and what reads from its standby; `replay` halts and resumes the standby. */
const test = base.extend("both", async ({ servers: { primary, standby, urlOf }, connect }, { onCleanup }) => {
  const positions = new WritePositions();
  const source = connect({ url: primary.url, positions });
  await source.withTransaction((transaction) => run(transaction, "CREATE TABLE IF NOT EXISTS seen (n int)"));
  await source.withTransaction((transaction) => run(transaction, "TRUNCATE seen"));
  const made: PooledDataSource[] = [];
  const reading = (ports: number[], options: { patience?: number; query?: string; statementTimeout?: number } = {}) => {
    const { query, ...others } = options;
    const replica = createReplicaDataSource({
      ...{ url: urlOf(ports, query), primary: source, positions, connectTimeout: 20_000 },
      ...others,
    });
    made.push(replica);
    return replica;
  };
  const admin = await standby.connect();
  const replay = (what: "pause" | "resume") => admin.query(`SELECT pg_wal_replay_${what}()`);
  // Before it is halted: it may still have what another test has written.
  const emptied = await source.withConnection((connection) => valueOf(connection, "SELECT pg_current_wal_flush_lsn()"));
  await eventually(async () => {
    const { rows } = await admin.query<{ there: boolean }>(
      "SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AND NOT pg_is_wal_replay_paused() AS there",
      [emptied],
    );
    return rows[0]?.there === true;
  });
  onCleanup(async () => {
    await Promise.all(made.map((replica) => replica.close(0)));
    await replay("resume");
    await admin.end();
  });
  const replica = reading([standby.port], { patience: 50_000 });
  return {
    ...{ positions, source, reading, replica, replay },
    ports: { primary: primary.port, standby: standby.port },
    write: (n: number) => source.withTransaction((transaction) => add(transaction, { 0: n })),
  };
});

describe("reading from a replica", () => {
  test("is done there, and can't write", async ({ both: { replica, ports } }) => {
    expect(await replica.withConnection((connection) => valueOf(connection, port))).toBe(ports.standby);
    expect(await replica.withTransaction((transaction) => valueOf(transaction, port))).toBe(ports.standby);
    for (const read of [replica.withConnection, replica.withTransaction])
      await expect(read((connection) => run(connection, "CREATE TABLE other (n int)"))).rejects.toThrow(
        StatementFailed,
      );
    for (const options of [{ readOnly: false }, { isolation: "serializable" } as const])
      await expect(replica.withTransaction(async () => undefined, options)).rejects.toThrow(DataSourceMisuse);
  });

  test("shows what was written just before, each time", async ({ both: { replica, write, ports } }) => {
    for (let n = 1; n <= 50; n++) {
      await write(n);
      const read = n % 2 === 0 ? replica.withConnection : replica.withTransaction;
      expect(await read((connection) => look(connection, { 0: n }))).toEqual({ found: true, port: ports.standby });
    }
  });

  test("shows it in the one snapshot of a transaction too", async ({ both: { replica, write } }) => {
    for (let n = 1; n <= 20; n++) {
      await write(n);
      const found = await replica.withTransaction((transaction) => look(transaction, { 0: n }), {
        isolation: "repeatable read",
      });
      expect(found.found).toBe(true);
    }
  });

  test("goes to the primary when the replica is behind for too long, and back", async ({ both }) => {
    const { reading, replay, write, ports } = both;
    const impatient = reading([ports.standby], { patience: 20 });
    await replay("pause");
    await write(1);
    for (const read of [impatient.withConnection, impatient.withTransaction]) {
      expect(await read((connection) => look(connection, { 0: 1 }))).toEqual({ found: true, port: ports.primary });
      await expect(read((connection) => run(connection, "CREATE TABLE other (n int)"))).rejects.toThrow(/read-only/);
    }
    await replay("resume");
    const found = await both.replica.withConnection((connection) => look(connection, { 0: 1 }));
    expect(found).toEqual({ found: true, port: ports.standby });
    await eventually(async () =>
      expect(await impatient.withConnection((connection) => valueOf(connection, port))).toBe(ports.standby),
    );
  });

  test("waits only for the writes of its own request", async ({
    both: { replica, positions, replay, write, ports },
  }) => {
    await replay("pause");
    await write(1);
    const other = positions.run(() => replica.withConnection((connection) => look(connection, { 0: 1 })));
    expect(await other).toEqual({ found: false, port: ports.standby });
  });

  test("waits for those of an earlier request whose token it is given", async ({ both }) => {
    const { replica, reading, positions, replay, write, ports } = both;
    const token = await positions.run(async () => {
      expect(positions.token).toBeUndefined();
      await write(1);
      return positions.token;
    });
    expect(token).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
    const later = (from: typeof replica) =>
      positions.run(() => from.withConnection((connection) => look(connection, { 0: 1 })), token);
    expect(await later(replica)).toEqual({ found: true, port: ports.standby });
    await replay("pause");
    await write(2);
    const newer = positions.token;
    const impatient = reading([ports.standby], { patience: 20 });
    const found = positions.run(() => impatient.withConnection((c) => look(c, { 0: 2 })), newer);
    expect(await found).toEqual({ found: true, port: ports.primary });
    for (const wrong of ["", "0/", "16/B374D848; DROP TABLE seen", "0/123456789"])
      await expect(positions.run(async () => 1, wrong)).rejects.toThrow("A consistency token looks like 0/1A2B3C");
  });

  test("goes to the primary to find out what has become of a commit whose answer was lost", async ({
    both: { replica, positions, replay, ports },
    servers: { primary },
    connect,
    onTestFinished,
  }) => {
    const proxy = await startProxy(primary.url);
    onTestFinished(() => proxy.close());
    const source = connect({ url: proxy.url(primary.url), positions });
    await replay("pause");
    await positions.run(async () => {
      proxy.once("COMMIT\0", "cut answer");
      const work = source.withTransaction((transaction) => add(transaction, { 0: 1 }));
      await expect(work).rejects.toBeInstanceOf(OutcomeUnknown);
      const found = replica.withConnection((connection) => look(connection, { 0: 1 }));
      expect(await found).toEqual({ found: true, port: ports.primary });
    });
  });

  test("joins a transaction of the primary", async ({ both: { source, replica, ports } }) => {
    const found = source.withTransaction(async (transaction) => {
      await add(transaction, { 0: 1 });
      return [
        await replica.withConnection((connection) => look(connection, { 0: 1 })),
        await replica.withTransaction((inner) => look(inner, { 0: 1 })),
      ];
    });
    const seen = { found: true, port: ports.primary };
    expect(await found).toEqual([seen, seen]);
  });

  test("goes to the primary while no replica can be reached", async ({ both: { reading, ports } }) => {
    const nowhere = reading([deadPort]);
    const notStandby = reading([ports.primary]);
    for (const replica of [nowhere, notStandby]) {
      for (let turn = 0; turn < 3; turn++)
        expect(await replica.withConnection((connection) => valueOf(connection, port))).toBe(ports.primary);
      await expect(replica.withConnection((c) => run(c, "CREATE TABLE other (n int)"))).rejects.toThrow(/read-only/);
    }
  });

  test("of one that doesn't say where it is goes to the primary after `patience`, not after the limit of a statement", async ({
    both: { reading, write, ports },
    servers: { standby },
    onTestFinished,
  }) => {
    const proxy = await startProxy(standby.url);
    onTestFinished(() => proxy.close());
    const replica = reading([Number(new URL(proxy.url(standby.url)).port)], { statementTimeout: 0 });
    const read = () => replica.withConnection((connection) => look(connection, { 0: 1 }));
    await eventually(async () => expect((await read()).port).toBe(ports.standby));
    await write(1);
    proxy.once("pg_last_wal_replay_lsn", "stall");
    expect(await read()).toEqual({ found: true, port: ports.primary });
    expect(proxy.pending, "it was asked").toBe(0);
    expect(await read(), "it is left alone").toEqual({ found: true, port: ports.primary });
  });

  test("stays there when it was this process that stood still", async ({ both: { reading, write, ports } }) => {
    const replica = reading([ports.standby]);
    const read = () => replica.withConnection((connection) => valueOf(connection, port));
    await eventually(async () => expect(await read()).toBe(ports.standby));
    await write(1);
    const asked = read();
    // Behind the immediate that sends the question, but before the answer can be read.
    for (let tick = 0; tick < 100; tick++) await Promise.resolve();
    await new Promise((resolve) => void setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    await asked;
    expect(await read(), "it is not left alone").toBe(ports.standby);
  });

  test("refuses that the primary writes inside, whether a replica is read or the primary", async ({ both }) => {
    const { replica, reading, source, write, ports } = both;
    const away = reading([deadPort]);
    const anyServer = reading([ports.primary], { query: "?target_session_attrs=any" });
    for (const reader of [replica, away, anyServer])
      for (const read of [reader.withConnection, reader.withTransaction]) {
        const inside = (work: () => Promise<unknown>) =>
          read(async (connection) => {
            await run(connection, "SELECT 1");
            return work();
          });
        await expect(inside(() => write(1))).rejects.toThrow(DataSourceMisuse);
        await expect(inside(() => write(1))).rejects.toThrow(/begin it outside/);
        await expect(inside(() => source.withConnection((c) => add(c, { 0: 1 })))).rejects.toThrow(/read-only/);
        const found = inside(() => source.withConnection((c) => look(c, { 0: 1 })));
        expect(await found).toEqual({ found: false, port: ports.primary });
        const inTransaction = inside(() => source.withTransaction((t) => look(t, { 0: 1 }), { readOnly: true }));
        expect(await inTransaction).toEqual({ found: false, port: ports.primary });
      }
    await write(1);
  });

  test("may be done on the primary itself, where the URL says any server will do", async ({ both }) => {
    const { reading, write, ports } = both;
    const replica = reading([ports.primary], { query: "?target_session_attrs=any" });
    await write(1);
    const found = await replica.withConnection((connection) => look(connection, { 0: 1 }));
    expect(found).toEqual({ found: true, port: ports.primary });
    expect(replica.pool.idle).toBe(1);
    const refused = replica.withConnection((connection) => run(connection, "CREATE TABLE other (n int)"));
    await expect(refused).rejects.toThrow(/read-only/);
  });

  test("an error of the work is the work's, not repeated on the primary", async ({ both: { replica } }) => {
    let runs = 0;
    const failed = replica.withConnection(async (connection) => {
      runs++;
      await run(connection, "SELECT 1 / 0");
    });
    await expect(failed).rejects.toThrow(StatementFailed);
    expect(runs).toBe(1);
  });
});

test("noting the position of a commit costs no round trip", async ({ servers: { primary }, both, connect }) => {
  const proxy = await startProxy(primary.url);
  const roundTrips = async (options: { positions?: WritePositions }) => {
    const source = connect({ url: proxy.url(primary.url), ...options });
    const write = (n: number) => source.withTransaction((transaction) => add(transaction, { 0: n }));
    await write(1);
    proxy.roundTrips = 0;
    await write(2);
    return proxy.roundTrips;
  };
  expect(await roundTrips({ positions: both.positions })).toBe(await roundTrips({}));
  await proxy.close();
});

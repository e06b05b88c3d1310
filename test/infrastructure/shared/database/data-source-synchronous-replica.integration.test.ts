import type pg from "pg";
import { describe, expect } from "vitest";
import { OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import { exec } from "#infrastructure/shared/database/statement.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { startConfiguredServer } from "#test/support/configured-server.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { makeRunDirectory } from "#test/support/run-directory.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

/** A primary whose synchronous replica is away: its commits wait for ever. */
const test = base
  .extend("primary", { scope: "file" }, async ({}, { onCleanup }) => {
    const directory = await makeRunDirectory();
    const primary = await startConfiguredServer(directory.path, "primary", { synchronous_standby_names: "nobody" });
    const administration = await primary.connect();
    await administration.query("SET synchronous_commit = local");
    onCleanup(async () => {
      await administration.end();
      await primary.end("SIGKILL");
      directory.remove();
    });
    return { ...primary, administration };
  })
  .extend("table", async ({ primary: { administration } }) => {
    await administration.query("DROP TABLE IF EXISTS things");
    await administration.query("CREATE TABLE things (id int PRIMARY KEY)");
  });

const insert = exec<{ 0: number }>(statement("INSERT INTO things VALUES ($1)", [23], "test.insert"));

describe("a COMMIT that waits for a synchronous replica", () => {
  test("and is aborted is OutcomeUnknown: the primary has it, the replica may not", async ({
    primary: { url, administration },
    table: _exists,
    connect,
  }) => {
    const abort = new AbortController();
    const source = connect({ url, size: 1 });
    const backend = await source.withConnection((connection) => valueOf(connection, "SELECT pg_backend_pid()"));
    const work = source.withTransaction((transaction) => insert(transaction, [1]), { signal: abort.signal });
    const failure = thrownBy(work);
    await eventually(async () => (await countBackends(administration, "postgres", "wait_event = 'SyncRep'")) === 1);
    abort.abort();
    expect(await failure).toBeInstanceOf(OutcomeUnknown);
    expect((await administration.query("SELECT id FROM things")).rows).toEqual([{ id: 1 }]);
    const next = await source.withConnection((connection) => valueOf(connection, "SELECT pg_backend_pid()"));
    expect(next, "the connection is not used again").not.toBe(backend);
  });

  test("for longer than a server may be silent is OutcomeUnknown", async ({
    primary: { url, administration },
    table: _exists,
    connect,
  }) => {
    const source = connect({ url, statementTimeout: 1_000, silenceTimeout: 100 });
    const work = source.withTransaction((transaction) => insert(transaction, [1]));
    expect(await thrownBy(work)).toBeInstanceOf(OutcomeUnknown);
    // The server still waits.
    await killWaiting(administration);
  });

  test("and is cancelled by an administrator outside a transaction too, and the next user is told of his own", async ({
    primary: { url, administration },
    table: _exists,
    connect,
  }) => {
    const source = connect({ url, size: 1 });
    const failure = thrownBy(source.withConnection((connection) => insert(connection, [1])));
    await eventually(async () => (await countBackends(administration, "postgres", "wait_event = 'SyncRep'")) === 1);
    await administration.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    expect(await failure).toBeInstanceOf(OutcomeUnknown);
    const next = source.withTransaction(async (transaction) => {
      await run(transaction, "SET LOCAL synchronous_commit = local");
      return insert(transaction, [2]);
    });
    expect(await next).toBe(1);
  });

  test("only if it is asked to wait", async ({ primary: { url }, table: _exists, connect }) => {
    const work = connect({ url }).withTransaction(async (transaction) => {
      await run(transaction, "SET LOCAL synchronous_commit = local");
      return insert(transaction, [1]);
    });
    expect(await work).toBe(1);
  });
});

const killWaiting = (administration: pg.Client) =>
  administration.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");

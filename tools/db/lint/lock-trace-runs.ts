import { setTimeout as pause } from "node:timers/promises";
import type { Node } from "libpg-query";
import type pg from "pg";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { isStronger } from "./lock-modes.ts";
import type { LockMode } from "./lock-modes.ts";
import type { LockTrace, Touch, TracedLock } from "./traced-locks.ts";
import { processIdOf, readFileNodes, readLocks, readScans } from "./lock-trace-catalog.ts";
import type { Relation } from "./lock-trace-catalog.ts";
import { kindOf } from "./tree.ts";

interface Statement {
  readonly node: Node;
  readonly text: string;
  readonly line: number;
  readonly number: number;
}

type Relations = ReadonlyMap<number, Relation>;
type Run = Omit<LockTrace, "migration">;

const queries = ["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"];

/** Runs the statements in one transaction. Locks are kept to its end, so that each can be read after its statement. */
export async function runInTransaction(
  client: pg.Client,
  relations: Relations,
  statements: readonly Statement[],
): Promise<Run> {
  const processId = await processIdOf(client);
  const watch = watchOf(relations);
  await client.query("BEGIN");
  for (const statement of statements) {
    const { node, line, number } = statement;
    const scansBefore = await readScans(client, "xact");
    const start = performance.now();
    await runStatement(client, statement);
    watch.statement(line, start);
    watch.locks(await readLocks(client, processId), number, start);
    watch.files(await readFileNodes(client), number);
    if (!queries.includes(kindOf(node))) watch.scans(scansBefore, await readScans(client, "xact"), number);
  }
  const end = performance.now();
  await client.query("COMMIT");
  return watch.result(end);
}

/** Runs a statement that refuses a transaction, while a second connection looks at the locks it holds. */
export async function runOutsideTransaction(
  client: pg.Client,
  url: string,
  relations: Relations,
  statement: Statement,
): Promise<Run> {
  const { line, number } = statement;
  const processId = await processIdOf(client);
  const watcher = await connectPlainly(url, "plinth lock trace, watching");
  const watch = watchOf(relations);
  try {
    await client.query("SELECT pg_stat_force_next_flush()");
    const scansBefore = await readScans(watcher, "all");
    // A concurrent build waits for this snapshot at its end, and so can't be missed.
    await watcher.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT txid_current_snapshot()");
    const start = performance.now();
    const running = { is: true };
    const done = runStatement(client, statement).finally(() => (running.is = false));
    done.catch(() => {});
    let isHeld = true;
    while (running.is) {
      const waits = await isWaitingForSnapshot(watcher, processId);
      watch.locks(await readLocks(watcher, processId), number, start);
      if (isHeld && waits) {
        await watcher.query("COMMIT");
        isHeld = false;
      }
      await pause(1);
    }
    await done;
    watch.statement(line, start);
    if (isHeld) await watcher.query("COMMIT");
    await client.query("SELECT pg_stat_force_next_flush()");
    watch.files(await readFileNodes(watcher), number);
    watch.scans(scansBefore, await readScans(watcher, "all"), number);
    return watch.result(performance.now());
  } finally {
    await watcher.end();
  }
}

async function runStatement(client: pg.Client, { text, line }: Statement): Promise<void> {
  await client.query(text).catch((cause: unknown) => {
    throw new Error(`The statement in line ${line} fails on the copy: ${(cause as Error).message}`, { cause });
  });
}

async function isWaitingForSnapshot(watcher: pg.Client, processId: number): Promise<boolean> {
  const { rows } = await watcher.query<{ waits: boolean }>(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = $1 AND locktype = 'virtualxid' AND NOT granted) AS waits",
    [processId],
  );
  return rows[0]?.waits ?? false;
}

/** Gathers what is seen of the relations that existed before. */
function watchOf(relations: Relations) {
  const statements: { line: number; milliseconds: number }[] = [];
  const locks = new Map<number, { mode: LockMode; statement: number; start: number }>();
  const rewritten = new Map<number, number>();
  const scanned: [number, number][] = [];
  const touches = (found: Iterable<readonly [oid: number, statement: number]>): Touch[] =>
    [...found].flatMap(([oid, statement]) => {
      const relation = relations.get(oid);
      return relation === undefined ? [] : [{ relation: relation.name, statement }];
    });

  return {
    statement: (line: number, start: number) => void statements.push({ line, milliseconds: performance.now() - start }),
    locks(held: Awaited<ReturnType<typeof readLocks>>, statement: number, start: number) {
      for (const { oid, mode } of held) {
        const known = locks.get(oid);
        if (known === undefined || isStronger(mode, known.mode)) locks.set(oid, { mode, statement, start });
      }
    },
    files(nodes: ReadonlyMap<number, number | null>, statement: number) {
      for (const [oid, { fileNode }] of relations) {
        const node = nodes.get(oid);
        if (node !== undefined && node !== fileNode && !rewritten.has(oid)) rewritten.set(oid, statement);
      }
    },
    scans(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>, statement: number) {
      for (const [oid, count] of after) {
        if (count > (before.get(oid) ?? 0)) scanned.push([oid, statement]);
      }
    },
    result(end: number): Run {
      const found = [...locks].flatMap(([oid, { mode, statement, start }]): TracedLock[] => {
        const relation = relations.get(oid);
        if (relation === undefined) return [];
        return [{ relation: relation.name, kind: relation.kind, mode, statement, milliseconds: end - start }];
      });
      for (const oid of rewritten.keys()) {
        // An index is written anew with its table.
        if (rewritten.has(relations.get(oid)?.tableOid ?? 0)) rewritten.delete(oid);
      }
      const empty = [...relations.values()].filter(({ oid, isEmpty }) => isEmpty && locks.has(oid));
      return {
        statements,
        locks: found.toSorted((a, b) => a.relation.localeCompare(b.relation)),
        rewritten: touches(rewritten),
        scanned: touches(scanned),
        empty: empty.map(({ name }) => name),
      };
    },
  };
}

import { describe, expect } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { WorkAborted } from "#infrastructure/shared/database/errors.ts";
import { stream } from "#infrastructure/shared/database/stream.ts";
import { valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

/** Rows come 500 at a time; the server sleeps at row 501 where it is asked to. */
const numbers = stream<{ sleep: boolean }, { number: number }>({
  name: "test/hazards.numbers",
  text: "SELECT number, CASE WHEN $1 AND number = 501 THEN pg_sleep(60) END FROM (SELECT generate_series(1, 2000) AS number) AS numbers",
  parameters: ["sleep"],
  parameterTypes: [16],
});

const test = base.extend("source", ({ connect }) => connect({ size: 1 }));

const readAll = (source: DataSource, sleep: boolean, signal: AbortSignal, onRow: (number: number) => void) =>
  source.withTransaction(
    async (transaction) => {
      for await (const { number } of numbers(transaction, { sleep })) onRow(number);
    },
    { signal },
  );

const openCursors = (source: DataSource) =>
  source.withConnection((c) => valueOf(c, "SELECT count(*)::int FROM pg_cursors WHERE name LIKE 'test/%'"));

describe("a stream whose work is aborted", () => {
  test.for([1, 499, 500, 501, 1_200])("at row %i ends at the next that must be fetched", async (last, { source }) => {
    const abort = new AbortController();
    let seen = 0;
    const read = readAll(source, false, abort.signal, (number) => {
      seen = number;
      if (number === last) abort.abort();
    });
    expect(await thrownBy(read)).toBeInstanceOf(WorkAborted);
    expect(seen).toBe(Math.ceil(last / 500) * 500);
    expect(await openCursors(source)).toBe(0);
  });

  test("while the server makes its rows is cancelled there", async ({ source, admin, emptyDatabase }) => {
    const abort = new AbortController();
    let seen = 0;
    const read = thrownBy(readAll(source, true, abort.signal, (number) => (seen = number)));
    const running = () => countBackends(admin, emptyDatabase.name, "state = 'active' AND wait_event = 'PgSleep'");
    await eventually(async () => (await running()) === 1);
    abort.abort();
    expect(await read).toBeInstanceOf(WorkAborted);
    expect(seen).toBe(500);
    await eventually(async () => (await running()) === 0);
    expect(await openCursors(source)).toBe(0);
  });
});

import { describe, expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { statement } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/fixtures.ts";
import { faultsOf } from "#test/support/lists/list-faults.ts";
import type { Rows } from "#test/support/lists/list.ts";
import { ListReader } from "#test/support/lists/list-reader.ts";
import { boundedLists, lists } from "#test/support/lists/lists.ts";
import { RecordingDataSource } from "#test/support/lists/recording-data-source.ts";
import { crowd, fillLists, id, reader, withCrowd } from "#test/support/lists/rows.ts";

const rowCount = 20_000;
const mostRows = 1000;

const test = base
  .extend("client", async ({ db }, { onCleanup }) => {
    const client = await connectPlainly(db.url, "test of pages");
    onCleanup(() => client.end());
    return client;
  })
  .extend("recording", ({ db }) => new RecordingDataSource(db.dataSource))
  .extend("listReader", async ({ recording }, { onCleanup }) => {
    const listReader = await ListReader.start(recording);
    onCleanup(() => listReader.close());
    return listReader;
  });

test.for([...Map.groupBy(lists, ({ rows }) => rows)].map(([rows, ofRows]) => ({ rows, ofRows })))(
  "a page deep in a list touches what the first one does: $rows.name",
  async ({ rows, ofRows }, { client, recording, listReader }) => {
    await fillLists(client, rows, rowCount);
    for (const list of ofRows) {
      const cursor = await listReader.walk(list, 30, 100);
      const callsOf = async (place: string | null) => {
        recording.takeCalls();
        expect((await listReader.read(list, place)).items).toHaveLength(20);
        return recording.takeCalls().filter(({ statement: { name } }) => !list.wholesale?.includes(name));
      };
      const [firsts, lates] = [await callsOf(null), await callsOf(cursor)];
      expect(lates.length).toBeGreaterThan(0);
      expect(lates.map((call) => call.statement)).toEqual(firsts.map((call) => call.statement));
      for (const [index, late] of lates.entries()) {
        expect(await faultsOf(client, { first: firsts[index] ?? late, late, mostRows })).toEqual([]);
      }
    }
  },
);

describe("of a list is found", () => {
  const notes: Rows = {
    name: "notes",
    sql: (count) => `
      CREATE TABLE notes (id uuid CONSTRAINT notes_pkey PRIMARY KEY, owner_id uuid NOT NULL, text text NOT NULL);
      CREATE INDEX notes_owner_idx ON notes (owner_id, id DESC);
      INSERT INTO notes SELECT ${id("n")}, ${crowd(count)}, 'Note ' || n FROM generate_series(1, ${withCrowd(count)}) AS n`,
  };
  const notesOf = (text: string, [first, late]: readonly [unknown, unknown]) => {
    const query = {
      ...statement(`SELECT id FROM notes WHERE owner_id = $1 ${text} LIMIT 21`, [2950, 0], "planted"),
      parameters: ["ownerId", "after"],
    };
    const call = (after: unknown) => ({ statement: query, parameters: { ownerId: reader, after } });
    return { first: call(first), late: call(late), mostRows };
  };
  const places = [null, "00000000-0000-0000-0000-000000001000"] as const;
  const beyondAll = "'ffffffff-ffff-ffff-ffff-ffffffffffff'";
  const keyset = notesOf(`AND id < coalesce($2::uuid, ${beyondAll}) ORDER BY id DESC`, places);

  test.for([
    { what: "nothing in a keyset page", pages: keyset, faults: [] },
    {
      what: "an OFFSET",
      pages: notesOf("ORDER BY id DESC OFFSET $2::integer", [0, 5000]),
      faults: ["custom plan: blocks", "custom plan: rows", "generic plan: blocks", "generic plan: rows"],
    },
    {
      what: "a position that no index can serve once the plan is one for all values",
      pages: notesOf("AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC", places),
      faults: ["generic plan: blocks", "generic plan: rows"],
    },
    {
      what: "a missing index",
      before: "DROP INDEX notes_owner_idx; ALTER TABLE notes DROP CONSTRAINT notes_pkey",
      pages: keyset,
      faults: ["custom plan: rows", "generic plan: rows"],
    },
  ])("$what", async ({ before = "", pages, faults }, { client }) => {
    await fillLists(client, notes, rowCount);
    await client.query(before);
    const found = await faultsOf(client, pages);
    expect(found.map((fault) => fault.replace(/^planted, (\w+ plan: )(?:\d+ )?(rows|blocks)[^]*/, "$1$2"))).toEqual(
      faults,
    );
  });
});

test("every operation that answers with an array is a list with pages here, or bounded", ({ listReader }) => {
  const { paths } = listReader.openApi as { paths: Record<string, { get?: { responses?: Record<string, unknown> } }> };
  const answers = Object.entries(paths).map(
    ([path, { get }]) => [`GET ${path}`, JSON.stringify(get?.responses?.["200"] ?? null)] as const,
  );
  const withArray = answers.filter(([, schema]) => schema.includes('"array"')).map(([name]) => name);
  const paged = answers.filter(([, schema]) => schema.includes('"nextCursor"')).map(([name]) => name);
  expect(new Set(lists.map(({ operation }) => operation))).toEqual(new Set(paged));
  expect(new Set(Object.keys(boundedLists))).toEqual(new Set(withArray).difference(new Set(paged)));
});

import { describe, expect } from "vitest";
import type { Connection } from "#infrastructure/shared/database/statement.ts";
import { stream } from "#infrastructure/shared/database/stream.ts";
import { test } from "#test/support/fixtures.ts";

const countTo = stream<{ last: number; divisor: number }, { number: number }>({
  name: "test/stream.countTo",
  text: "SELECT number, 1 / (number - $2) AS inverse FROM (SELECT generate_series(1, $1) AS number) AS numbers",
  parameters: ["last", "divisor"],
  parameterTypes: [23, 23],
});

const openCursors = async (connection: Connection): Promise<number> => {
  const text = "SELECT count(*)::int AS count FROM pg_cursors WHERE name LIKE 'test/%'";
  const { rows } = await connection.execute({ name: "test.cursors", text, parameters: [], parameterTypes: [] }, []);
  return (rows[0] as { count: number }).count;
};

describe("a stream", () => {
  test.for([0, 1, 499, 500, 501, 2_000])("gives all of %i rows, in their order", async (last, { db }) => {
    await db.dataSource.withTransaction(async (transaction) => {
      const seen: number[] = [];
      for await (const { number } of countTo(transaction, { last, divisor: 0 })) seen.push(number);
      expect(seen).toEqual(Array.from({ length: last }, (_, index) => index + 1));
      expect(await openCursors(transaction)).toBe(0);
    });
  });

  test("runs no further than its reader", async ({ db }) => {
    await db.dataSource.withTransaction(async (transaction) => {
      const rows = countTo(transaction, { last: 1_000_000_000, divisor: 0 });
      expect(await rows.next()).toMatchObject({ value: { number: 1 } });
      expect(await openCursors(transaction)).toBe(1);
      await rows.return();
    });
  });

  test("is closed when its reader leaves early, and can run again", async ({ db }) => {
    await db.dataSource.withTransaction(async (transaction) => {
      for (const stop of [3, 700]) {
        for await (const { number } of countTo(transaction, { last: 1_000_000, divisor: 0 }))
          if (number === stop) break;
        expect(await openCursors(transaction)).toBe(0);
      }
    });
  });

  test("lets the reader's error pass, and leaves the transaction usable", async ({ db }) => {
    await db.dataSource.withTransaction(async (transaction) => {
      const read = async (): Promise<void> => {
        for await (const { number } of countTo(transaction, { last: 1_000, divisor: 0 }))
          throw new Error(`at ${number}`);
      };
      await expect(read()).rejects.toThrow("at 1");
      expect(await openCursors(transaction)).toBe(0);
    });
  });

  test("fails with PostgreSQL's error where a later row fails", async ({ db }) => {
    let seen = 0;
    const read = db.dataSource.withTransaction(async (transaction) => {
      for await (const _ of countTo(transaction, { last: 2_000, divisor: 750 })) seen++;
    });
    await expect(read).rejects.toMatchObject({ name: "StatementFailed", sqlState: "22012" });
    expect(seen).toBe(500);
  });

  test("reads each column as what it is now, also when a migration has changed it since the last time", async ({
    db,
  }) => {
    const administer = (text: string) =>
      db.dataSource.withConnection((connection) =>
        connection.execute({ name: "test.administer", text, parameters: [], parameterTypes: [] }, []),
      );
    const codes = stream<{}, { code: unknown }>({
      ...{ name: "test/stream.codes", text: "SELECT code FROM public.parcels" },
      ...{ parameters: [], parameterTypes: [] },
    });
    const read = () => db.dataSource.withTransaction(async (transaction) => (await codes(transaction).next()).value);
    await administer("CREATE TABLE public.parcels AS SELECT 7 AS code");
    expect(await read()).toEqual({ code: 7 });
    await administer("ALTER TABLE public.parcels ALTER code TYPE text USING 'P' || code");
    expect(await read()).toEqual({ code: "P7" });
  });

  test("is refused outside a transaction, and after its transaction", async ({ db }) => {
    const outside = db.dataSource.withConnection((connection) => countTo(connection, { last: 1, divisor: 0 }).next());
    await expect(outside).rejects.toMatchObject({ sqlState: "25P01" });
    const late = await db.dataSource.withTransaction(async (transaction) => {
      const rows = countTo(transaction, { last: 2_000, divisor: 0 });
      await rows.next();
      return rows;
    });
    const read = async (): Promise<void> => {
      for await (const _ of late) continue;
    };
    await expect(read()).rejects.toMatchObject({ name: "DataSourceMisuse" });
  });
});

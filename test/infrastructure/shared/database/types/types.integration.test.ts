import { describe, expect } from "vitest";
import type { Connection } from "#infrastructure/shared/database/statement.ts";
import { test } from "#test/support/fixtures.ts";

/** What comes back when a value is sent as a type of the table: the type's OID, its name, and the value. */
const values: readonly (readonly [oid: number, name: string, value: unknown])[] = [
  [16, "bool", false],
  [21, "int2", -32_768],
  [23, "int4", 2_147_483_647],
  [20, "int8", "-9223372036854775808"],
  [1700, "numeric", "12345678901234567890.10"],
  [700, "float4", 0.1],
  [701, "float8", Number.NaN],
  [701, "float8", -0],
  [701, "float8", Number.NEGATIVE_INFINITY],
  [25, "text", "NULL \"quoted\" \\ {a,b} 😀 ''"],
  [1042, "bpchar", "a"],
  [2950, "uuid", "0190e1d0-5b5e-7000-8000-000000000000"],
  [1082, "date", "2026-11-21"],
  [1082, "date", "infinity"],
  [1083, "time", "13:05:00.123456"],
  [1266, "timetz", "13:05:00+09"],
  [1114, "timestamp", "2026-11-21 13:05:00.123456"],
  [1184, "timestamptz", new Date("2026-11-21T23:30:00.123Z")],
  [1184, "timestamptz", new Date("1900-01-01T00:00:00Z")],
  [1184, "timestamptz", new Date("+012345-06-07T08:09:10.011Z")],
  [1184, "timestamptz", new Date("-000043-03-15T12:00:00Z")],
  [1184, "timestamptz", new Date("0099-12-31T23:59:59Z")],
  [1186, "interval", "1 year 2 mons 3 days 04:05:06.789"],
  [114, "json", true],
  [3802, "jsonb", { list: [1, 'a\\"b', null], flag: false }],
  [3802, "jsonb", "text"],
  [3802, "jsonb", []],
  [17, "bytea", new Uint8Array([0, 39, 92, 255])],
  [869, "inet", "192.168.0.1/24"],
  [650, "cidr", "2001:db8::/32"],
  [829, "macaddr", "08:00:2b:01:02:03"],
  [1000, "bool[]", [true, null, false]],
  [1007, "int4[]", []],
  [1009, "text[]", ["NULL", null, "", '"', "\\", "a,b", "{}", " x ", "\n"]],
  [1182, "date[]", ["2026-11-21", null]],
  [1185, "timestamptz[]", [new Date("2026-11-21T23:30:00Z"), null]],
  [3807, "jsonb[]", [{ a: '"\\' }, null, [1], true]],
  [1001, "bytea[]", [new Uint8Array([1, 2]), null]],
  [1187, "interval[]", ["1 day", "02:00:00"]],
  [1009, "text[]", null],
];

const echo = async (connection: Connection, oid: number, type: string, value: unknown): Promise<unknown> => {
  const text = `SELECT $1::${type} AS value`;
  const statement = { name: `test.${type}`, text, parameters: ["value"], parameterTypes: [oid] };
  const { rows } = await connection.execute(statement, { value });
  return Object.values(rows[0] ?? {})[0];
};

describe("a value comes back as it was sent", () => {
  test.for(["UTC", "Asia/Tokyo", "America/St_Johns", "Europe/Amsterdam"])(
    "in the session time zone %s",
    async (timeZone, { db }) => {
      await db.dataSource.withTransaction(async (connection) => {
        const text = "SELECT set_config('TimeZone', $1, true)";
        const setTimeZone = { name: "test.timeZone", text, parameters: ["timeZone"], parameterTypes: [25] };
        await connection.execute(setTimeZone, { timeZone });
        for (const [oid, type, value] of values) {
          expect.soft(await echo(connection, oid, type, value), type).toStrictEqual(value);
        }
      });
    },
  );
});

test("an array whose indexes don't start at 1 is read", async ({ db }) => {
  const text = "SELECT '[0:2]={a,NULL,c}'::text[] AS value";
  const rows = await db.dataSource.withConnection(async (connection) => {
    const result = await connection.execute({ name: "test.bounds", text, parameters: [], parameterTypes: [] }, []);
    return result.rows;
  });
  expect(rows).toEqual([{ value: ["a", null, "c"] }]);
});

test("an infinite timestamptz is an error that says so, and the connection stays usable", async ({ db }) => {
  const text = "SELECT 'infinity'::timestamptz AS value";
  await db.dataSource.withConnection(async (connection) => {
    const infinite = connection.execute({ name: "test.infinity", text, parameters: [], parameterTypes: [] }, []);
    const reason = expect.stringContaining("A Date can't hold the timestamptz infinity") as string;
    await expect(infinite).rejects.toMatchObject({ cause: { message: reason } });
    expect(await echo(connection, 25, "text", "still there")).toBe("still there");
  });
});

test("a refused parameter leaves the statements in flight beside it their own answers", async ({ db }) => {
  const answers = await db.dataSource.withConnection(async (connection) => {
    await echo(connection, 23, "int4", 0);
    return Promise.allSettled([
      echo(connection, 23, "int4", 1),
      echo(connection, 23, "int4", "2"),
      echo(connection, 23, "int4", 3),
      echo(connection, 25, "text", "4"),
    ]);
  });
  expect(answers).toMatchObject([{ value: 1 }, { status: "rejected" }, { value: 3 }, { value: "4" }]);
});

import { Type } from "@sinclair/typebox";
import { describe, expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { type Decoded, exec, many, one } from "#infrastructure/shared/database/statement.ts";
import { test as base } from "#test/support/fixtures.ts";

/** `test` on a database with types whose OIDs no generated file could know. */
const test = base.extend("typed", async ({ db }) => {
  const client = await connectPlainly(db.url, "test");
  await client.query(`
    CREATE SCHEMA shop;
    CREATE TYPE shop.role AS ENUM ('member', 'chief, "of" all');
    CREATE TYPE shop.address AS (street text, house_no int, since timestamptz, roles shop.role[]);
    CREATE TABLE shop.users (id int PRIMARY KEY, roles shop.role[], home shop.address, homes shop.address[], settings jsonb)`);
  await client.end();
  return db.dataSource;
});

const chief = 'chief, "of" all';
const home = { street: 'a "b" \\ (c)', houseNo: null, since: new Date("2026-11-21T23:30:00Z"), roles: [chief, null] };
const addressType = { fields: { street: 25, houseNo: 23, since: 1184, roles: { array: 0 } } };
const settingsSchema = Type.Object({
  since: Type.Transform(Type.String())
    .Decode((text) => new Date(text))
    .Encode((date) => date.toISOString()),
});

const insertUser = exec<{ id: number; roles: unknown; home: unknown; homes: unknown; settings: unknown }>({
  name: "shop/user.insertUser",
  text: "INSERT INTO shop.users VALUES ($1, $2, $3, $4, $5)",
  parameters: ["id", "roles", "home", "homes", "settings"],
  parameterTypes: [23, 0, 0, 0, 3802],
  parameterFormats: {
    roles: { type: { array: 0 } },
    home: { type: addressType },
    homes: { type: { array: addressType } },
    settings: { schema: settingsSchema },
  },
});

const findUser = one<
  { id: number },
  { roles: unknown; home: unknown; homes: unknown; settings: Decoded<typeof settingsSchema> | null }
>({
  name: "shop/user.findUser",
  text: "SELECT roles, home, homes, settings FROM shop.users WHERE id = $1",
  parameters: ["id"],
  parameterTypes: [23],
  columnFormats: {
    roles: { type: { array: 0 } },
    home: { type: addressType },
    homes: { type: { array: addressType } },
    settings: { schema: settingsSchema, nullable: true },
  },
});

describe("a value of a type whose OID differs per database", () => {
  test.for(["UTC", "Asia/Tokyo", "America/St_Johns"])(
    "comes back as it was sent, in %s",
    async (timeZone, { typed }) => {
      const settings = { since: new Date("2026-11-21T12:00:00Z") };
      const user = { roles: ["member", null, chief], home, homes: [home, null], settings };
      const found = await typed.withTransaction(async (transaction) => {
        const text = "SELECT set_config('TimeZone', $1, true)";
        await transaction.execute(
          { name: "test.zone", text, parameters: ["zone"], parameterTypes: [25] },
          { zone: timeZone },
        );
        await insertUser(transaction, { id: 1, ...user });
        return findUser(transaction, { id: 1 });
      });
      expect(found).toStrictEqual(user);
    },
  );

  test("may be NULL", async ({ typed }) => {
    const empty = { roles: null, home: null, homes: null, settings: null };
    const found = await typed.withConnection(async (connection) => {
      await insertUser(connection, { id: 1, ...empty });
      return findUser(connection, { id: 1 });
    });
    expect(found).toStrictEqual(empty);
  });

  test.for([
    [{ roles: "member" }, "shop/user.insertUser, parameter roles: expected an array, but got a string."],
    [{ home: 5 }, "shop/user.insertUser, parameter home: expected an object, but got a number."],
    [
      { home: { street: "secret" } },
      "shop/user.insertUser, parameter home: int4: expected a whole number, but got undefined.",
    ],
    [
      { settings: { since: 5 } },
      "shop/user.insertUser, parameter settings: the transformation of its schema failed at /since.",
    ],
  ] as const)("is refused when it is wrong, without saying it: %o", async ([wrong, message], { typed }) => {
    const user = { id: 1, roles: null, home: null, homes: null, settings: null, ...wrong };
    const inserted = typed.withConnection((connection) => insertUser(connection, user));
    await expect(inserted).rejects.toMatchObject({ name: "DataSourceMisuse", message });
  });
});

test("a stored value that its schema refuses is named by statement and column, never told", async ({ typed }) => {
  const found = typed.withConnection(async (connection) => {
    const text = `INSERT INTO shop.users (id, settings) VALUES (1, '{"since": 5, "password": "secret"}')`;
    await connection.execute({ name: "test.insert", text, parameters: [], parameterTypes: [] }, []);
    return findUser(connection, { id: 1 });
  });
  const error: unknown = await found.catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    name: "UnexpectedValue",
    statement: "shop/user.findUser",
    message:
      "shop/user.findUser, column settings: expected what its schema says, but at /since it isn't: Expected string.",
  });
  expect(JSON.stringify([error, (error as Error).cause])).not.toContain("secret");
});

describe("rows in one parameter", () => {
  const insertUsers = {
    name: "shop/user.insertUsers",
    text: "INSERT INTO shop.users (id, roles) SELECT id, ARRAY[role] FROM unnest($1::int[], $2::shop.role[]) AS given (id, role)",
    parameterTypes: [1007, 0],
  };
  const byRows = exec<{ users: readonly { id: number; role: string | null }[] }>({
    ...insertUsers,
    parameters: ["users.id", "users.role"],
    parameterFormats: { "users.role": { type: { array: 0 } } },
  });
  const byArrays = exec<{ id: readonly number[]; role: readonly string[] }>({
    ...insertUsers,
    parameters: ["id", "role"],
    parameterFormats: { role: { type: { array: 0 } } },
    sideBySide: [["id", "role"]],
  });
  const readRoles = many<{}, { id: number; roles: unknown }>({
    name: "shop/user.readRoles",
    text: "SELECT id, roles FROM shop.users ORDER BY id",
    parameters: [],
    parameterTypes: [],
    columnFormats: { roles: { type: { array: 0 } } },
  });

  test("are sent as arrays, one per field", async ({ typed }) => {
    const found = await typed.withConnection(async (connection) => {
      const users = [
        { id: 1, role: chief },
        { id: 2, role: null },
      ];
      expect(await byRows(connection, { users })).toBe(2);
      expect(await byRows(connection, { users: [] })).toBe(0);
      return readRoles(connection);
    });
    expect(found).toStrictEqual([
      { id: 1, roles: [chief] },
      { id: 2, roles: [null] },
    ]);
  });

  test("must be an array", async ({ typed }) => {
    const inserted = typed.withConnection((connection) => byRows(connection, { users: undefined as never }));
    await expect(inserted).rejects.toThrow(
      "shop/user.insertUsers, parameter users: expected an array, but got undefined.",
    );
  });

  test("as arrays of their own must have one length", async ({ typed }) => {
    const inserted = typed.withConnection((connection) => byArrays(connection, { id: [1, 2], role: ["member"] }));
    await expect(inserted).rejects.toThrow("expected arrays of one length, but id has 2, role has 1.");
  });
});

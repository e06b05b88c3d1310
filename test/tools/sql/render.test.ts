import { describe, expect, test } from "vitest";
import type { CompiledStatement } from "#tools/sql/compiled-statement.ts";
import { renderFile } from "#tools/sql/render.ts";

const file = { context: "identity", name: "user", path: "sql/identity/user.sql", source: "" };

const findUser: CompiledStatement = {
  name: "findUser",
  kind: "maybe",
  documentation: ["The user, unless deleted."],
  text: "SELECT id,\n  email FROM identity.users WHERE id = $1",
  parameters: [{ name: "id", typescript: "string", type: 2950 }],
  columns: [
    { name: "id", typescript: "string" },
    { name: "deletedAt", typescript: "Date | null" },
  ],
};

const removeAll: CompiledStatement = {
  name: "removeAll",
  kind: "exec",
  documentation: ["Careful: */ and", "", "more."],
  text: "DELETE FROM a WHERE b = '`${c}\\'",
  parameters: [],
  columns: [],
};

describe("the generated file", () => {
  test("reads as if written by hand", async () => {
    expect(await renderFile(file, [findUser, removeAll], 18))
      .toBe(`// Generated from user.sql by \`npm run sql\`, with PostgreSQL 18: change that file, not this one.
import { exec, maybe } from "#infrastructure/shared/database/statement.ts";

/**
 * The user, unless deleted.
 *
 * @see [user.sql](../../../sql/identity/user.sql)
 */
export const findUser = maybe<{ id: string }, { id: string; deletedAt: Date | null }>({
  name: "identity/user.findUser",
  text: \`SELECT id,
  email FROM identity.users WHERE id = $1\`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * Careful: *\\/ and
 *
 * more.
 *
 * @see [user.sql](../../../sql/identity/user.sql)
 */
export const removeAll = exec<{}>({
  name: "identity/user.removeAll",
  text: \`DELETE FROM a WHERE b = '\\\`\\\${c}\\\\'\`,
  parameters: [],
  parameterTypes: [],
});
`);
  });

  test("imports what the header names, and says how values of unhandy types travel", async () => {
    const imported = { name: "userSettings", module: "#infrastructure/identity/user-settings.ts", schema: true };
    const settings = {
      name: "settings",
      typescript: "Decoded<typeof userSettings>",
      imported,
      format: { schema: "userSettings" },
    };
    const roles = { name: "role", typescript: "string", type: 0, rows: "users", format: { type: { array: 0 } } };
    const text = await renderFile(
      file,
      [{ ...findUser, kind: "stream", parameters: [roles], columns: [settings] }],
      18,
    );
    expect(text).toContain(`import type { Decoded } from "#infrastructure/shared/database/statement.ts";
import { stream } from "#infrastructure/shared/database/stream.ts";
import { userSettings } from "#infrastructure/identity/user-settings.ts";
`);
    expect(text).toContain(
      "stream<{ users: readonly { role: string }[] }, { settings: Decoded<typeof userSettings> }>({",
    );
    expect(text).toContain(`  parameters: ["users.role"],
  parameterTypes: [0],
  parameterFormats: { "users.role": { type: { array: 0 } } },
  columnFormats: { settings: { schema: userSettings } },
`);
  });

  test("quotes names that are no identifiers", async () => {
    const columns = [{ name: "Weird name", typescript: "string" }];
    expect(await renderFile(file, [{ ...findUser, columns }], 18)).toContain('{ "Weird name": string }');
  });

  test("is the same for the same statements", async () => {
    expect(await renderFile(file, [findUser], 18)).toBe(await renderFile(file, [findUser], 18));
  });
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { passwordFromFile } from "#infrastructure/shared/database/password.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { valueOf } from "#test/support/ad-hoc-statement.ts";
import { startConfiguredServer } from "#test/support/configured-server.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { killBackends } from "#test/support/kill-backend.ts";
import { makeRunDirectory } from "#test/support/run-directory.ts";

/** A server that lets the role `app` in with its password only; `setPassword` changes it and ends its connections. */
const test = base.extend("strict", { scope: "file" }, async ({}, { onCleanup }) => {
  const directory = await makeRunDirectory();
  const server = await startConfiguredServer(directory.path, "strict");
  const rules = join(server.cluster, "pg_hba.conf");
  writeFileSync(rules, `host all app 127.0.0.1/32 scram-sha-256\n${readFileSync(rules, "utf8")}`);
  const admin = await server.connect();
  await admin.query("CREATE ROLE app LOGIN");
  await admin.query("CREATE DATABASE app");
  await admin.query("SELECT pg_reload_conf()");
  onCleanup(async () => {
    await admin.end();
    await server.end("SIGINT");
    directory.remove();
  });
  const setPassword = async (password: string) => {
    await admin.query(`ALTER ROLE app PASSWORD '${password}'`);
    await killBackends(admin, "app");
  };
  return {
    url: `postgres://app:unused@127.0.0.1:${server.port}/app`,
    file: join(directory.path, "password"),
    setPassword,
  };
});

const user = "SELECT current_user";

describe("a password that changes", () => {
  test("is asked for anew for each connection", async ({ strict: { url, setPassword }, connect }) => {
    let password = "first";
    await setPassword(password);
    const source = connect({ url, password: async () => password });
    const who = () => source.withConnection((connection) => valueOf(connection, user));
    expect(await who()).toBe("app");

    await setPassword("second");
    await eventually(() => source.pool.idle === 0);
    await expect(who()).rejects.toThrow(/password authentication failed/);
    password = "second";
    expect(await who()).toBe("app");
  });

  test("is read from its file anew, without the end of the line", async ({
    strict: { url, file, setPassword },
    connect,
  }) => {
    const source = connect({ url, password: passwordFromFile(file) });
    for (const password of ["first", "second "]) {
      await setPassword(password);
      await eventually(() => source.pool.idle === 0);
      writeFileSync(file, `${password}\n`);
      expect(await source.withConnection((connection) => valueOf(connection, user))).toBe("app");
      const client = await connectPlainly(url, "test", { password: passwordFromFile(file) });
      expect((await client.query(user)).rows).toEqual([{ current_user: "app" }]);
      await client.end();
    }
  });

  test("that can't be had is an error, and the next connection asks again", async ({
    strict: { url, file, setPassword },
    connect,
  }) => {
    await setPassword("first");
    const answers = [
      () => Promise.reject(new Error("the vault is sealed")),
      () => {
        throw new Error("the vault is gone");
      },
      () => undefined as unknown as string,
      () => "first",
    ];
    const source = connect({ url, password: () => answers.shift()!() });
    const who = () => source.withConnection((connection) => valueOf(connection, user));
    await expect(who()).rejects.toThrow(/No connection .*the password could not be had: the vault is sealed/);
    await expect(who()).rejects.toThrow(/the password could not be had: the vault is gone/);
    await expect(who()).rejects.toThrow(/the password could not be had: expected text, but got undefined/);
    expect(await who()).toBe("app");

    writeFileSync(file, "");
    const empty = connectPlainly(url, "test", { password: passwordFromFile(file) });
    await expect(empty).rejects.toThrow(/the password could not be had: .* is empty/);
    const missing = connectPlainly(url, "test", { password: passwordFromFile("/nowhere/password") });
    await expect(missing).rejects.toThrow(/ENOENT.*\/nowhere\/password/);
  });

  test("that never comes is waited for no longer than a connection may take", async ({ strict: { url }, connect }) => {
    const source = connect({ url, password: () => new Promise<string>(() => undefined), connectTimeout: 50 });
    const failed = source.withConnection(async () => undefined);
    await expect(failed).rejects.toThrow("it did not let us in within 50 ms");
  });
});

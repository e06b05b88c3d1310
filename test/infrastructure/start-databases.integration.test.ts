import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { test } from "#test/support/fixtures.ts";
import { HttpClient } from "#test/support/http-client.ts";
import { makeServiceDirectory, startService } from "#test/support/service-process.ts";
import { startTransactionPooler } from "#test/support/transaction-pooler.ts";

const ada = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };

test("a service works through a pooler, and migrates past it", async ({ emptyDatabase: { url }, onTestFinished }) => {
  const pooler = await startTransactionPooler(url);
  onTestFinished(() => pooler.close());
  const directory = await makeServiceDirectory();
  const file = join(directory, "password");
  writeFileSync(file, "not asked for by this server\n");
  const service = startService(directory, {
    DATABASE_URL: pooler.url(url),
    DATABASE_MIGRATION_URL: url,
    DATABASE_PASSWORD_FILE: file,
  });
  const http = new HttpClient((await service.ready()).url);
  expect(await http.post("/v1/users", ada)).toMatchObject({ status: 201 });
  expect(await http.post("/v1/users", ada)).toMatchObject({ status: 409 });
});

test("a service that has only a pooler says what its migrations need", async ({ emptyDatabase: { url } }) => {
  const service = startService(await makeServiceDirectory(), { DATABASE_URL: `${url}?pgbouncer=true` });
  expect(await service.ended()).toBe(1);
  expect(service.output()).toContain("set DATABASE_MIGRATION_URL to the URL of the server itself");
});

test("a service whose password file is missing says which", async ({ emptyDatabase: { url } }) => {
  const service = startService(await makeServiceDirectory(), {
    DATABASE_URL: url,
    DATABASE_PASSWORD_FILE: "/nowhere/password",
  });
  expect(await service.ended()).toBe(1);
  expect(service.output()).toMatch(/the password could not be had: ENOENT.*\/nowhere\/password/);
});

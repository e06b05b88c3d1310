import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { test } from "#test/support/fixtures.ts";
import { HttpClient } from "#test/support/http-client.ts";
import { makeServiceDirectory, startService } from "#test/support/service-process.ts";

const seeded = /"msg":"The database is new, so it was filled with sample data \(identity.*, \d+ ms\)/;

test("a service that makes its database fills it with sample data, once", async () => {
  const directory = await makeServiceDirectory();
  const first = startService(directory, { SEED: "" });
  const { url } = await first.ready();
  expect(first.output().match(new RegExp(seeded, "g"))).toHaveLength(1);
  expect(await logIn(url)).toBe(201);
  first.process.kill("SIGTERM");
  await first.ended();

  const second = startService(directory, { SEED: "" });
  expect(await logIn((await second.ready()).url), "the data stays").toBe(201);
  expect(second.output()).not.toContain("sample data");
});

test.for([
  { SEED: "false" },
  { SEED: "true", NODE_ENV: "test", TOKEN_SECRET: "the secret of the test of the sample data" },
])("a new database stays empty with %o", async (environment) => {
  const service = startService(await makeServiceDirectory(), environment);
  expect(await logIn((await service.ready()).url)).toBe(401);
  expect(service.output()).not.toContain("sample data");
});

test("a database that was given stays as it is", async ({ emptyDatabase }) => {
  const service = startService(await makeServiceDirectory(), { SEED: "true", DATABASE_URL: emptyDatabase.url });
  expect(await logIn((await service.ready()).url)).toBe(401);
});

/** @returns the status of the answer to the administrator of the sample data */
async function logIn(url: string): Promise<number> {
  const seed = await readFile(new URL("../../migrations/identity/seed.sql", import.meta.url), "utf8");
  const [, password] = /Everybody's password: (.*)$/m.exec(seed) ?? [];
  const { status } = await new HttpClient(url).post("/v1/sessions", { email: "admin@example.com", password });
  return status;
}

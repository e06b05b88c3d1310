import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { contexts } from "#migrations/order.ts";
import { test } from "#test/support/fixtures.ts";
import { makeServiceDirectory, postgresOf, startService } from "#test/support/service-process.ts";

/** Any context that has migrations. */
const context = contexts.at(0) ?? "none";

/** Starts a service that must fail, and returns what it said. */
async function failToStart(environment: NodeJS.ProcessEnv, directory?: string): Promise<string> {
  const service = startService(directory ?? (await makeServiceDirectory()), environment);
  expect(await service.ended(), service.output()).toBe(1);
  expect(service.output()).toContain("The service can't start.");
  expect(service.output(), "a stack is of no use to who starts it").not.toMatch(/^ {4}at /m);
  return service.output();
}

test("a wrong configuration is refused with all its faults, and without secrets", async () => {
  const output = await failToStart({
    PORT: "eighty",
    LOG_LEVEL: "loud",
    DATABASE_URL: "mysql://root:hunter2@localhost/shop",
    TOKEN_SECRET: "hunter2",
  });
  expect(output).toContain('PORT: expected a whole number from 0 to 65535, but "eighty" came');
  expect(output).toContain("LOG_LEVEL: expected one of");
  expect(output).toContain("DATABASE_URL: expected a URL such as");
  expect(output).toContain("TOKEN_SECRET: expected text of at least 32 characters");
  expect(output).not.toContain("hunter2");
});

test("the .env of the directory it happens to be started in is not read", async () => {
  const directory = await makeServiceDirectory();
  writeFileSync(join(directory, ".env"), "PORT=eighty");
  const output = await failToStart({ PORT: undefined, LOG_LEVEL: "loud" }, directory);
  expect(output).toContain("LOG_LEVEL: expected one of");
  expect(output).not.toContain("PORT");
});

test("in production nothing is made up", async () => {
  const output = await failToStart({ NODE_ENV: "production" });
  for (const name of ["DATABASE_URL", "TOKEN_SECRET", "PUBLIC_URL", "MAIL_URL", "MAIL_FROM"])
    expect(output).toContain(`${name}: expected`);
});

test("a port that is in use is named, and the database is stopped again", async ({ onTestFinished }) => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const port = String((other.address() as { port: number }).port);

  const directory = await makeServiceDirectory();
  const output = await failToStart({ PORT: port }, directory);
  expect(output).toContain(`It must listen on port ${port} of 127.0.0.1, but can't: listen EADDRINUSE`);
  expect(output).toContain("or set PORT and HOST to something else");
  expect(() => postgresOf(directory), "a PostgreSQL is left running").toThrow("ENOENT");
});

test("a DATABASE_URL that can't be used is refused before anything connects, with the reason", async () => {
  const output = await failToStart({
    PORT: "eighty",
    DATABASE_URL: "postgres://ada:hunter2@127.0.0.1:1/s?sslmode=allow",
  });
  expect(output).toMatch(/DATABASE_URL: expected a URL .* sslmode in the database URL must be .*, but is "allow"/);
  expect(output).toContain("PORT: expected");
  expect(output).not.toContain("hunter2");
});

test("a database that can't be reached is named, without its password", async () => {
  const output = await failToStart({ DATABASE_URL: "postgres://ada:hunter2@127.0.0.1:1/shop" });
  expect(output).toContain(`Can't connect to database "shop" on 127.0.0.1:1 as "ada": connect ECONNREFUSED`);
  expect(output).toContain("is DATABASE_URL right?");
  expect(output).not.toContain("hunter2");
});

test("with a migration that fails it doesn't start, and says which and why", async ({ emptyDatabase }) => {
  const client = await connectPlainly(emptyDatabase.url, "test");
  await client.query(`CREATE SCHEMA ${context}`);
  await client.end();
  const output = await failToStart({ DATABASE_URL: emptyDatabase.url });
  expect(output).toMatch(new RegExp(`${context}/0001_\\w+\\.up\\.sql: schema "${context}" already exists \\(42P06\\)`));
  expect(output).toContain("Nothing of this file was kept. Mend it, then start again.");
  expect(output).not.toContain("Ready");
});

test("told to refuse, it doesn't start on the database of a newer version", async ({ db }) => {
  const client = await connectPlainly(db.url, "test");
  const { rowCount } = await client.query(
    `INSERT INTO migrations.${context} (name, run_on) VALUES ('9999_from_the_future', now())`,
  );
  expect(rowCount).toBe(1);
  await client.end();
  const output = await failToStart({ DATABASE_URL: db.url, DATABASE_NEWER: "refuse" });
  expect(output).toContain("9999_from_the_future");
});

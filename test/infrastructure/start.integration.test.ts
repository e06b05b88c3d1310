import { type ClientRequest, request } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { contexts } from "#migrations/order.ts";
import { test } from "#test/support/fixtures.ts";
import { HttpClient } from "#test/support/http-client.ts";
import { isAlive, makeServiceDirectory, postgresOf, startService } from "#test/support/service-process.ts";

const ada = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };

test("a service starts from nothing, and finds its data again the next time", async () => {
  const directory = await makeServiceDirectory();
  const first = startService(directory);
  const { url } = await first.ready();
  expect(await new HttpClient(url).post("/v1/users", ada)).toMatchObject({ status: 201 });
  const [, psql] = await first.wrote(/Look into it: psql (postgres:\/\/\S+\/plinth)/);
  expect(psql).toContain("127.0.0.1");

  const { name: _, ...credentials } = ada;
  const { body: tokens } = await new HttpClient(url).post<{ accessToken: string }>("/v1/sessions", credentials);

  const postgres = postgresOf(directory);
  expect(isAlive(postgres)).toBe(true);
  first.process.kill("SIGTERM");
  expect(await first.ended()).toBe(0);
  expect(isAlive(postgres), "its PostgreSQL ends with it").toBe(false);

  const second = await startService(directory).ready();
  expect(await new HttpClient(second.url).post("/v1/sessions", ada)).toMatchObject({ status: 400 });
  const profile = await new HttpClient(second.url).get("/v1/me", { token: tokens.accessToken });
  expect(profile, "who was logged in still is").toMatchObject({ status: 200, body: { email: ada.email } });
});

test("a service that was killed starts again, with its data", async () => {
  const directory = await makeServiceDirectory();
  const killed = startService(directory);
  await new HttpClient((await killed.ready()).url).post("/v1/users", ada);
  killed.process.kill("SIGKILL");
  expect(await killed.ended()).toBe("SIGKILL");

  const next = startService(directory);
  const http = new HttpClient((await next.ready()).url);
  expect(await http.post("/v1/users", ada)).toMatchObject({ status: 409 });
  const postgres = postgresOf(directory);
  next.process.kill("SIGINT");
  expect(await next.ended()).toBe(0);
  expect(isAlive(postgres)).toBe(false);
});

test("a second service in the same directory says who is there, and the first goes on", async () => {
  const directory = await makeServiceDirectory();
  const first = startService(directory);
  const { url } = await first.ready();
  const second = startService(directory);
  expect(await second.ended()).toBe(1);
  expect(second.output()).toContain(`in use by plinth process ${first.process.pid}`);
  expect(second.output()).toContain("Stop that first, or set DATABASE_URL");
  expect(await new HttpClient(url).post("/v1/users", ada)).toMatchObject({ status: 201 });
});

test("a signal to stop lets the request in flight finish", async () => {
  const directory = await makeServiceDirectory();
  const service = startService(directory);
  const { url } = await service.ready();
  const postgres = postgresOf(directory);
  const registering = await beginRegistration(url);

  service.process.kill("SIGTERM");
  await service.wrote(/"msg":"stopping"/);
  registering.end(JSON.stringify(ada));
  const [answer] = (await once(registering, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
  expect(answer.statusCode).toBe(201);
  expect(JSON.parse(await text(answer))).toMatchObject({ email: ada.email });
  expect(await service.ended()).toBe(0);
  expect(isAlive(postgres)).toBe(false);
  expect(service.output(), "there are no metrics unless METRICS_PORT is set").not.toContain("Metrics are at");
});

test("while it stops, what is in flight finishes and metrics are served until the end", async () => {
  const directory = await makeServiceDirectory();
  const service = startService(directory, { METRICS_PORT: "0" });
  const { url } = await service.ready();
  const [, metrics = ""] = await service.wrote(/Metrics are at (http:\S+\/metrics)/);
  expect((await fetch(`${url}/metrics`)).status, "never on the public port").toBe(404);
  const inFlight = await Promise.all(Array.from({ length: 5 }, () => beginRegistration(url)));

  service.process.kill("SIGTERM");
  await service.wrote(/"msg":"stopping"/);
  expect(await (await fetch(metrics)).text()).toContain("db_pool_size 10");
  const answers = inFlight.map(async (registering, index) => {
    registering.end(JSON.stringify({ ...ada, email: `ada${index}@example.com` }));
    const [answer] = (await once(registering, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
    await text(answer);
    return answer.statusCode;
  });
  expect(await Promise.all(answers)).toEqual([201, 201, 201, 201, 201]);
  expect(await service.ended()).toBe(0);
  await expect(fetch(metrics)).rejects.toThrow("fetch failed");
});

test("a service goes on with the database of a newer version, with a warning", async ({ db }) => {
  const client = await connectPlainly(db.url, "test");
  await client.query(`INSERT INTO migrations.${contexts[0]} (name, run_on) VALUES ('9999_from_the_future', now())`);
  await client.end();
  const service = startService(await makeServiceDirectory(), { DATABASE_URL: db.url });
  await service.ready();
  expect(service.output()).toMatch(/"level":40.*newer than this code.*9999_from_the_future/);
});

test.for([/Starting PostgreSQL/, /Migrating/])(
  "a signal to stop during the start, at %s, leaves nothing running",
  async (moment) => {
    const directory = await makeServiceDirectory();
    // The start is waited for no longer than this: a busy machine may need more than the default.
    const service = startService(directory, { SHUTDOWN_TIMEOUT_MS: "60000" });
    await service.wrote(moment);
    service.process.kill("SIGTERM");
    expect(await service.ended()).toBe(0);
    expect(service.output()).not.toContain("can't start");
    expect(() => postgresOf(directory), "a PostgreSQL is left running").toThrow("ENOENT");
  },
);

/** Resolves when the service has the headers and waits for the body. */
async function beginRegistration(url: string): Promise<ClientRequest> {
  const headers = { "content-type": "application/json", expect: "100-continue" };
  const registering = request(`${url}/v1/users`, { method: "POST", headers });
  registering.flushHeaders();
  await once(registering, "continue");
  return registering;
}

import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { expect, test } from "vitest";
import { perMinute } from "#infrastructure/shared/http/rate-limits.ts";
import { answering, problemIn, startServer } from "./support.ts";

const routes = (): FastifyPluginAsyncTypebox => async (app) => {
  const schema = answering(Type.Object({}));
  app.get("/usual", { schema }, async () => ({}));
  app.post("/log-in", { schema, config: perMinute(2) }, async () => ({}));
};

async function statuses(times: number, ask: (time: number) => Promise<Response>): Promise<number[]> {
  const all = [];
  for (let time = 0; time < times; time += 1) all.push((await ask(time)).status);
  return all;
}

test("more requests than the limit get 429, a time to wait, and a problem", async () => {
  const { url } = await startServer({ routes, environment: { RATE_LIMIT_PER_MINUTE: "3" } });
  expect(await statuses(3, () => fetch(`${url}/usual`))).toEqual([200, 200, 200]);
  const response = await fetch(`${url}/usual`);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await problemIn(response)).toMatchObject({ status: 429, type: "/problems/too-many-requests" });
});

test("routes that don't exist count too, health routes don't", async () => {
  const { url } = await startServer({ routes, environment: { RATE_LIMIT_PER_MINUTE: "2" } });
  expect(await statuses(3, () => fetch(`${url}/nothing`))).toEqual([404, 404, 429]);
  expect(await statuses(4, () => fetch(`${url}/health/live`))).toEqual([200, 200, 200, 200]);
  expect(await statuses(4, () => fetch(`${url}/health/ready`))).toEqual([200, 200, 200, 200]);
});

test("a route may ask for a stricter limit of its own", async () => {
  const { url } = await startServer({ routes });
  expect(await statuses(3, () => fetch(`${url}/log-in`, { method: "POST" }))).toEqual([200, 200, 429]);
  expect((await fetch(`${url}/usual`)).status).toBe(200);
});

test("addresses are counted apart when the proxy that names them is trusted", async () => {
  const environment = { RATE_LIMIT_PER_MINUTE: "1", TRUST_PROXY: "loopback" };
  const { url } = await startServer({ routes, environment });
  const ask = (time: number) => fetch(`${url}/usual`, { headers: { "x-forwarded-for": `203.0.113.${time}` } });
  expect(await statuses(3, ask)).toEqual([200, 200, 200]);
});

test("nobody escapes the limit by taking another address of the same IPv6 network", async () => {
  const environment = { RATE_LIMIT_PER_MINUTE: "1", TRUST_PROXY: "loopback" };
  const { url } = await startServer({ routes, environment });
  const ask = (address: string) => fetch(`${url}/usual`, { headers: { "x-forwarded-for": address } });
  expect((await ask("2001:db8:0:1::1")).status).toBe(200);
  expect((await ask("2001:db8:0:1:ffff::2")).status).toBe(429);
  expect((await ask("2001:db8:0:2::1")).status).toBe(200);
});

test("nobody escapes the limit by claiming another address", async () => {
  const { url } = await startServer({ routes, environment: { RATE_LIMIT_PER_MINUTE: "1" } });
  const ask = (time: number) => fetch(`${url}/usual`, { headers: { "x-forwarded-for": `203.0.113.${time}` } });
  expect(await statuses(3, ask)).toEqual([200, 429, 429]);
});

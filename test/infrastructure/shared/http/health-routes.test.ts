import { expect, test } from "vitest";
import { problemIn, startServer } from "./support.ts";

test("a service that can work is alive and ready", async () => {
  const { url } = await startServer();
  for (const path of ["live", "ready"]) {
    const response = await fetch(`${url}/health/${path}`);
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  }
});

test("one that can't is alive but not ready, and says why only in the log", async () => {
  const { url, logs } = await startServer({ ready: () => Promise.reject(new Error("connect ECONNREFUSED")) });
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const problem = await problemIn(await fetch(`${url}/health/ready`));
  expect(problem).toMatchObject({ status: 503, type: "/problems/not-ready" });
  expect(JSON.stringify(problem)).not.toContain("ECONNREFUSED");
  expect(JSON.stringify(logs)).toContain("ECONNREFUSED");
});

test("readiness doesn't wait longer than its limit, and a late failure harms nobody", async () => {
  const { promise, reject } = Promise.withResolvers<void>();
  const { url, logs } = await startServer({ ready: () => promise, readyTimeoutMs: 20 });
  expect(await problemIn(await fetch(`${url}/health/ready`))).toMatchObject({ status: 503 });
  expect(JSON.stringify(logs)).toContain("No answer within 20 ms.");
  reject(new Error("late"));
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});

test("readiness is asked anew each time", async () => {
  let works = false;
  const { url } = await startServer({
    ready: () => (works ? Promise.resolve() : Promise.reject(new Error("not yet"))),
  });
  expect((await fetch(`${url}/health/ready`)).status).toBe(503);
  works = true;
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
});

test("health checks leave no lines in the log", async () => {
  const { url, logs } = await startServer();
  await fetch(`${url}/health/live`);
  await fetch(`${url}/health/ready`);
  await fetch(`${url}/nothing`);
  expect(logs.filter(({ msg }) => msg === "request completed")).toHaveLength(1);
});

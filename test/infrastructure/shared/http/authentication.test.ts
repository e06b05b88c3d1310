import { connect } from "node:net";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { describe, expect, test } from "vitest";
import type { Authentication } from "#infrastructure/shared/http/authentication.ts";
import { answering, problemIn, sendRaw, startServer } from "./support.ts";

const Role = Type.Object({ role: Type.String() });
const routes =
  ({ authenticated, adminOnly }: Authentication): FastifyPluginAsyncTypebox =>
  async (app) => {
    const schema = answering(Role);
    app.get("/me", { onRequest: authenticated, schema }, async ({ actor }) => ({ role: actor.role }));
    app.post("/admin", { onRequest: adminOnly, schema }, async ({ actor }) => ({ role: actor.role }));
    app.get("/forgotten", { schema }, async ({ actor }) => ({ role: actor.role }));
  };

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe("a guarded route", () => {
  test.for([
    { what: "no token", headers: {}, code: "access-token-missing", challenge: "Bearer" },
    { what: "basic", headers: { authorization: "Basic YTpi" }, code: "access-token-missing", challenge: "Bearer" },
    {
      what: "an empty token",
      headers: { authorization: "Bearer " },
      code: "access-token-missing",
      challenge: "Bearer",
    },
    {
      what: "a forged token",
      headers: { authorization: "Bearer forged" },
      code: "access-token-invalid",
      challenge: 'Bearer error="invalid_token"',
    },
  ])("refuses $what with 401 and a challenge", async ({ headers, code, challenge }) => {
    const { url } = await startServer({ routes });
    const response = await fetch(`${url}/me`, { headers: headers as Record<string, string> });
    expect(await problemIn(response)).toMatchObject({ status: 401, type: `/problems/${code}` });
    expect(response.headers.get("www-authenticate")).toBe(challenge);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("answers with what nobody may keep", async () => {
    const { url } = await startServer({ routes });
    expect((await fetch(`${url}/me`, bearer("member"))).headers.get("cache-control")).toBe("no-store");
    const answer = await fetch(`${url}/admin`, { method: "POST", ...bearer("admin") });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("knows who asks", async () => {
    const { url } = await startServer({ routes });
    expect(await (await fetch(`${url}/me`, bearer("member"))).json()).toEqual({ role: "member" });
    expect(await (await fetch(`${url}/admin`, { method: "POST", ...bearer("admin") })).json()).toEqual({
      role: "admin",
    });
  });

  test("refuses a member where only administrators may", async () => {
    const { url } = await startServer({ routes });
    const problem = await problemIn(await fetch(`${url}/admin`, { method: "POST", ...bearer("member") }));
    expect(problem).toMatchObject({ status: 403, type: "/problems/administrators-only" });
  });

  test("refuses before the body has come", async () => {
    const { port } = await startServer({ routes });
    const head = "POST /admin HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\n";
    const socket = connect(port, "127.0.0.1");
    socket.write(head);
    const answer = await new Promise((resolve) => socket.once("data", resolve));
    expect(String(answer)).toContain("HTTP/1.1 401 Unauthorized");
    socket.destroy();
  });

  test("refuses a stranger's body of the wrong type as unauthenticated, not as bad", async () => {
    const { port } = await startServer({ routes });
    const answer = await sendRaw(
      port,
      "POST /admin HTTP/1.1\r\nhost: a\r\ncontent-type: image/png\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{",
    );
    expect(answer).toContain("HTTP/1.1 401 Unauthorized");
  });
});

test("reading the actor on a route that isn't guarded is a mistake, not an anonymous actor", async () => {
  const { url, logs } = await startServer({ routes });
  expect(await problemIn(await fetch(`${url}/forgotten`, bearer("admin")))).toMatchObject({ status: 500 });
  expect(JSON.stringify(logs)).toContain("GET /forgotten reads request.actor without onRequest: authenticated");
});

test("guesses at tokens count against the rate limit", async () => {
  const { url } = await startServer({ routes, environment: { RATE_LIMIT_PER_MINUTE: "2" } });
  const statuses = [];
  for (let guess = 0; guess < 3; guess += 1) statuses.push((await fetch(`${url}/me`, bearer(`guess${guess}`))).status);
  expect(statuses).toEqual([401, 401, 429]);
});

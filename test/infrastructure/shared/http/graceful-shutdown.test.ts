import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { describe, expect, onTestFinished, test } from "vitest";
import { eventually } from "#test/support/eventually.ts";
import { answering, startServer } from "./support.ts";

/** A server with a route that answers when told to. */
async function startSlowServer(environment: Record<string, string> = {}) {
  const arrived = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const routes = (): FastifyPluginAsyncTypebox => async (app) => {
    app.get("/slow", { schema: answering(Type.Object({ ok: Type.Boolean() })) }, async () => {
      arrived.resolve();
      await answer.promise;
      return { ok: true };
    });
  };
  onTestFinished(() => answer.resolve());
  const server = await startServer({ routes, environment });
  const sockets: Socket[] = [];
  server.app.server.on("connection", (socket) => sockets.push(socket));
  /** Sends part of a request on a connection of its own, and waits until the server has it. */
  const sendPart = async (text: string) => {
    const socket = connect(server.port, "127.0.0.1");
    const before = sockets.length;
    socket.write(text);
    await eventually(() => sockets[before]?.bytesRead === text.length);
    return socket;
  };
  return { ...server, arrived: arrived.promise, answer: answer.resolve, sendPart };
}

const settledBy = (promise: Promise<unknown>) => {
  const state = { settled: false };
  void promise.finally(() => (state.settled = true));
  return state;
};

const deadlinePassed = "requests were still in flight at the deadline: their connections are cut";

describe("closing", () => {
  test("lets the request in flight finish, tells its connection to close, then ends", async () => {
    const { app, url, arrived, answer } = await startSlowServer();
    const slow = fetch(`${url}/slow`);
    await arrived;
    const closed = app.close();
    const state = settledBy(closed);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow("fetch failed");
    expect(state.settled).toBe(false);
    answer();
    const response = await slow;
    expect([response.status, response.headers.get("connection")]).toEqual([200, "close"]);
    expect(await response.json()).toEqual({ ok: true });
    await closed;
  });

  test("answers new requests on open connections with 503 and connection: close, readiness too", async () => {
    const { app, url, sendPart, arrived, answer } = await startSlowServer();
    const slow = fetch(`${url}/slow`);
    await arrived;
    // Half a request keeps a connection open that Node doesn't take for idle.
    const sockets = [
      await sendPart("GET /health/ready HTTP/1.1\r\nhost: a\r\n"),
      await sendPart("GET /slow HTTP/1.1\r\nhost: a\r\n"),
    ];
    const closed = app.close();
    await expect(fetch(`${url}/health/live`)).rejects.toThrow("fetch failed");
    for (const socket of sockets) {
      socket.write("\r\n");
      const [data] = (await once(socket, "data")) as [Buffer];
      expect(String(data)).toMatch(/^HTTP\/1.1 503 [^]*connection: close[^]*"\/problems\/shutting-down"/i);
    }
    answer();
    expect((await slow).status).toBe(200);
    await closed;
  });

  test("isn't held up by connections that are idle", async () => {
    const { app, url, logs } = await startSlowServer();
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await new Promise<void>((resolve, reject) => {
      get(`${url}/health/live`, { agent }, (response: IncomingMessage) => response.resume().once("end", resolve)).once(
        "error",
        reject,
      );
    });
    await app.close();
    expect(logs.filter(({ msg }) => msg === deadlinePassed)).toEqual([]);
  });

  test("isn't held up by a connection on which nothing was sent", async () => {
    const { app, sendPart, logs } = await startSlowServer();
    const ended = once(await sendPart(""), "close");
    await app.close();
    await ended;
    expect(logs.filter(({ msg }) => msg === deadlinePassed)).toEqual([]);
  });

  test("isn't held up by a connection that falls idle later", async () => {
    const { app, sendPart, logs } = await startSlowServer();
    const head = "POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2000000\r\n\r\n";
    const socket = await sendPart(head);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(String(answer)).toContain("HTTP/1.1 413");
    const closed = app.close();
    socket.write(Buffer.alloc(2_000_000));
    await closed;
    expect(logs.filter(({ msg }) => msg === deadlinePassed)).toEqual([]);
  });

  test("cuts what is still in flight at the deadline, and says so", async () => {
    const { app, url, arrived, logs } = await startSlowServer({ SHUTDOWN_TIMEOUT_MS: "50" });
    const slow = fetch(`${url}/slow`);
    slow.catch(() => {});
    await arrived;
    await app.close();
    await expect(slow).rejects.toThrow("fetch failed");
    expect(logs.map(({ msg }) => msg)).toContain(deadlinePassed);
  });

  test("cuts half a request at the deadline", async () => {
    const { app, sendPart, logs } = await startSlowServer({ SHUTDOWN_TIMEOUT_MS: "50" });
    const ended = once(await sendPart("GET /health/live HTTP/1.1\r\n"), "close");
    await app.close();
    await ended;
    expect(logs.map(({ msg }) => msg)).toContain(deadlinePassed);
  });
});

describe("a client that goes away", () => {
  test("before the answer leaves a line, and the server works on", async () => {
    const { url, arrived, answer, logs } = await startSlowServer();
    const controller = new AbortController();
    const slow = fetch(`${url}/slow`, { signal: controller.signal });
    slow.catch(() => {});
    await arrived;
    controller.abort();
    await eventually(() => logs.some(({ route }) => route === "/slow"));
    answer();
    expect(logs.at(-1)).toMatchObject({ msg: "request aborted by the client", route: "/slow", level: 30 });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(logs.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  test("in the middle of its body harms nobody", async () => {
    const { url, sendPart, logs } = await startSlowServer();
    const head = "POST /nothing HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n";
    (await sendPart(`${head}{`)).resetAndDestroy();
    await eventually(() => logs.length > 0);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(logs.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});

import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { describe, expect, test } from "vitest";
import { answering, problemIn, startServer } from "./support.ts";

const user = { name: "Ada", passwordHash: "$argon2id$..." };
const View = Type.Object({ name: Type.String() });
const routes = (): FastifyPluginAsyncTypebox => async (app) => {
  app.get("/user", { schema: answering(View) }, async () => user);
  app.get("/teapot", { schema: answering(View) }, async (_request, reply) => {
    void reply.code(202 as 200);
    return user;
  });
  app.get("/incomplete", { schema: answering(View) }, async () => ({}) as { name: string });
};

describe("an answer", () => {
  test("holds only what its schema names", async () => {
    const { url } = await startServer({ routes });
    expect(await (await fetch(`${url}/user`)).json()).toEqual({ name: "Ada" });
  });

  test("of a status without a schema is a 500, not all that the object holds", async () => {
    const { url, logs } = await startServer({ routes });
    const problem = await problemIn(await fetch(`${url}/teapot`));
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain("argon2id");
    expect(JSON.stringify(logs)).toContain("GET /teapot answered 202, for which its schema declares no response");
  });

  test("that lacks a field is a 500", async () => {
    const { url } = await startServer({ routes });
    expect((await problemIn(await fetch(`${url}/incomplete`))).status).toBe(500);
  });
});

describe("a route is refused at start", () => {
  const body = (schema: Parameters<typeof Type.Array>[0]) => (): FastifyPluginAsyncTypebox => async (app) => {
    app.post("/things", { schema: { ...answering(View), body: schema } }, async () => user);
  };
  const open = Type.Object({ name: Type.String() });
  const closed = (properties: Parameters<typeof Type.Object>[0]) =>
    Type.Object(properties, { additionalProperties: false });

  test.for([
    { what: "an open body", schema: open, message: "/ accepts unknown fields" },
    { what: "an open object inside", schema: closed({ place: open }), message: "/place accepts unknown fields" },
    { what: "open objects in a list", schema: closed({ all: Type.Array(open) }), message: "/all/[] accepts unknown" },
    {
      what: "an open alternative",
      schema: closed({ a: Type.Union([open, Type.Null()]) }),
      message: "/a accepts unknown",
    },
    { what: "open values of a record", schema: Type.Record(Type.String(), open), message: "/* accepts unknown fields" },
    {
      what: "a number without limits",
      schema: closed({ n: Type.Integer({ minimum: 0 }) }),
      message: "/n is a number without",
    },
    {
      what: "a misspelt keyword",
      schema: closed({ n: Type.String({ maxlength: 5 }) }),
      message: 'unknown keyword: "maxlength"',
    },
  ])("for $what", async ({ schema, message }) => {
    await expect(startServer({ routes: body(schema) })).rejects.toThrow(message);
  });

  test("with a tight body not at all", async () => {
    const number = Type.Integer({ minimum: 0, maximum: 5 });
    const { url } = await startServer({ routes: body(closed({ list: Type.Array(closed({ number })) })) });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  test("without an answer", async () => {
    const plugin = (): FastifyPluginAsyncTypebox => async (app) => {
      app.get("/things", async () => user);
    };
    await expect(startServer({ routes: plugin })).rejects.toThrow("GET /things declares no answer");
  });

  const whole = answering(View);
  test.for([
    { what: "a summary", schema: { ...whole, summary: "" }, message: 'no summary: add schema: { summary: "' },
    { what: "tags", schema: { ...whole, tags: [] }, message: "no tags: add schema: { tags: [" },
    {
      what: "the description of its answer",
      schema: { ...whole, response: { 200: View } },
      message: 'no description of its answer 200: add { description: "',
    },
    {
      what: "the description of any answer",
      schema: { ...whole, response: { ...whole.response, 404: View } },
      message: "no description of its answer 404",
    },
  ])("without $what", async ({ schema, message }) => {
    const plugin = (): FastifyPluginAsyncTypebox => async (app) => {
      app.get("/things", { schema }, async () => user);
    };
    await expect(startServer({ routes: plugin })).rejects.toThrow(`GET /things has ${message}`);
  });
});

describe("the request id", () => {
  test("is a new UUIDv7 where the caller gives none", async () => {
    const { url } = await startServer();
    const response = await fetch(`${url}/health/live`);
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
  });

  test("is the caller's where it is sane, in answers, problems and logs", async () => {
    const { url, logs } = await startServer();
    const problem = await problemIn(await fetch(`${url}/nothing`, { headers: { "x-request-id": "caller:1" } }));
    expect(problem.requestId).toBe("caller:1");
    expect(logs).toContainEqual(
      expect.objectContaining({ msg: "request completed", requestId: "caller:1", status: 404 }),
    );
  });

  test.for(["a b", "x".repeat(129), "é", '"}{"'])("is not the caller's where it could do harm: %s", async (given) => {
    const { url } = await startServer();
    const response = await fetch(`${url}/health/live`, { headers: { "x-request-id": given } });
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("browsers", () => {
  const ask = (url: string, origin: string) => fetch(`${url}/health/live`, { headers: { origin } });

  test("may call from a configured origin only", async () => {
    const { url } = await startServer({ environment: { CORS_ORIGINS: "https://a.example" } });
    const allowed = await ask(url, "https://a.example");
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://a.example");
    expect(allowed.headers.get("access-control-expose-headers")).toContain("x-request-id");
    expect((await ask(url, "https://b.example")).headers.get("access-control-allow-origin")).toBeNull();
  });

  test("may call from nowhere by default, and are told to guard the answers", async () => {
    const { url } = await startServer();
    const { headers } = await ask(url, "https://a.example");
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'self'");
  });
});

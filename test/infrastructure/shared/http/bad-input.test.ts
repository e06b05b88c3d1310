import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { describe, expect, test } from "vitest";
import { eventually } from "#test/support/eventually.ts";
import { answering, problemIn, sendRaw, startServer } from "./support.ts";

const closed = { additionalProperties: false };
const Thing = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 20 }),
    count: Type.Integer({ minimum: 0, maximum: 1000 }),
    note: Type.Optional(Type.Union([Type.String({ maxLength: 5 }), Type.Null()])),
    role: Type.Optional(Type.Union([Type.Literal("member"), Type.Literal("admin")])),
    place: Type.Optional(Type.Object({ "a/b": Type.String({ format: "email" }) }, closed)),
  },
  closed,
);

const routes = (): FastifyPluginAsyncTypebox => async (app) => {
  const schema = answering(Type.Object({ ok: Type.Boolean() }));
  app.post("/things", { schema: { ...schema, body: Thing } }, async () => ({ ok: true }));
  app.post("/no-body", { schema }, async () => ({ ok: true }));
  const params = Type.Object({ id: Type.String({ format: "uuid" }) });
  const querystring = Type.Object({
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    search: Type.Optional(Type.String()),
    tag: Type.Optional(Type.Array(Type.String())),
    deleted: Type.Optional(Type.Boolean()),
  });
  const view = Type.Object({ limit: Type.Number(), tag: Type.Array(Type.String()), deleted: Type.Boolean() });
  app.get("/things/:id", { schema: { ...answering(view), params, querystring } }, async ({ query }) => ({
    limit: query.limit,
    tag: query.tag ?? [],
    deleted: query.deleted ?? false,
  }));
  app.get("/texts/:text", { schema }, async () => ({ ok: true }));
};

const json = { "content-type": "application/json" };
const valid = { name: "chair", count: 1 };
const id = "0192f5d0-0000-7000-8000-000000000000";

interface Case {
  readonly what: string;
  readonly body?: unknown;
  readonly raw?: string | Buffer;
  readonly headers?: Record<string, string>;
  readonly code: string;
  readonly status: number;
  readonly pointers?: readonly string[];
}

const invalid = { status: 400, code: "invalid-request" };
const malformed = { status: 400, code: "malformed-json" };
const bodies: readonly Case[] = [
  { what: "no body at all", headers: {}, ...invalid, pointers: ["/body"] },
  { what: "an empty body", raw: "", ...invalid, pointers: ["/body"] },
  { what: "JSON that stops in the middle", raw: '{"name":', ...malformed },
  { what: "text that isn't JSON", raw: "name=chair", ...malformed },
  { what: "a raw NUL byte", raw: '{"name":"a\0b","count":1}', ...malformed },
  { what: "invalid UTF-8", raw: Buffer.from([...Buffer.from('{"name":"'), 0xff, 0xfe, 0x22, 0x7d]), ...malformed },
  { what: "__proto__", raw: '{"name":"a","count":1,"__proto__":{"role":"admin"}}', ...malformed },
  { what: "constructor.prototype", raw: '{"constructor":{"prototype":{"role":"admin"}}}', ...malformed },
  { what: "an array instead of an object", body: [], ...invalid, pointers: ["/body"] },
  { what: "null", raw: "null", ...invalid, pointers: ["/body"] },
  {
    what: "brackets nested deeper than a stack",
    raw: "[".repeat(400_000) + "]".repeat(400_000),
    ...invalid,
    pointers: ["/body"],
  },
  {
    what: "the same with a NUL inside",
    raw: `${"[".repeat(400_000)}"\\u0000"${"]".repeat(400_000)}`,
    ...invalid,
    pointers: ["/0".repeat(400_000)],
  },
  { what: "all fields wrong", body: { name: "", count: "2", x: 1 }, ...invalid, pointers: ["/name", "/count", "/x"] },
  { what: "all fields missing", body: {}, ...invalid, pointers: ["/name", "/count"] },
  { what: "a number as text", body: { ...valid, count: "2" }, ...invalid, pointers: ["/count"] },
  { what: "text as a number", body: { ...valid, name: 5 }, ...invalid, pointers: ["/name"] },
  { what: "a fraction", body: { ...valid, count: 1.5 }, ...invalid, pointers: ["/count"] },
  { what: "a number too big for a double", raw: '{"name":"a","count":1e400}', ...invalid, pointers: ["/count"] },
  { what: "a huge number", raw: '{"name":"a","count":1e300}', ...invalid, pointers: ["/count"] },
  { what: "an unknown field", body: { ...valid, isAdmin: true }, ...invalid, pointers: ["/isAdmin"] },
  {
    what: "an unknown nested field",
    body: { ...valid, place: { "a/b": "a@b.c", "~": 1 } },
    ...invalid,
    pointers: ["/place/~0"],
  },
  {
    what: "a wrong format, in a field with a slash",
    body: { ...valid, place: { "a/b": "x" } },
    ...invalid,
    pointers: ["/place/a~1b"],
  },
  { what: "a value that isn't listed", body: { ...valid, role: "owner" }, ...invalid, pointers: ["/role"] },
  { what: "NUL escaped in a value", body: { ...valid, name: "a\0b" }, ...invalid, pointers: ["/name"] },
  { what: "NUL in a nested value", body: { ...valid, place: { x: ["\0"] } }, ...invalid, pointers: ["/place/x/0"] },
  { what: "NUL in a field's name", body: { ...valid, "a\0": 1 }, ...invalid, pointers: ["/body"] },
  { what: "half a surrogate pair", raw: '{"name":"\\ud800","count":1}', ...invalid, pointers: ["/name"] },
  { what: "2 MB", raw: JSON.stringify({ name: "x".repeat(2_000_000) }), status: 413, code: "body-too-large" },
  {
    what: "a form",
    raw: "a=1",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    status: 415,
    code: "unsupported-media-type",
  },
  {
    what: "plain text",
    raw: "{}",
    headers: { "content-type": "text/plain" },
    status: 415,
    code: "unsupported-media-type",
  },
  {
    what: "a nonsensical content type",
    raw: "{}",
    headers: { "content-type": "json" },
    status: 415,
    code: "unsupported-media-type",
  },
];

describe("a body that is", () => {
  test.for(bodies)("$what gets $status $code", async ({ body, raw, headers = json, status, code, pointers }) => {
    const { url, logs } = await startServer({ routes });
    const content = raw ?? (body === undefined ? null : JSON.stringify(body));
    const response = await fetch(`${url}/things`, { method: "POST", headers, body: content as string | null });
    const problem = await problemIn(response);
    expect(problem).toMatchObject({ status, type: `/problems/${code}`, instance: "/things" });
    const places = problem.errors?.map(({ pointer }) => pointer.replace(/^\/body(?=\/)/, ""));
    expect(places?.toSorted()).toEqual(pointers?.toSorted());
    expect(logs.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  test("valid gets through, with null and an emoji", async () => {
    const { url } = await startServer({ routes });
    const body = JSON.stringify({ ...valid, name: "🪑", note: null, role: "admin" });
    expect((await fetch(`${url}/things`, { method: "POST", headers: json, body })).status).toBe(200);
  });

  test("not asked for and empty gets through", async () => {
    const { url } = await startServer({ routes });
    expect((await fetch(`${url}/no-body`, { method: "POST", headers: json, body: "" })).status).toBe(200);
  });

  test("wrong names what is allowed", async () => {
    const { url } = await startServer({ routes });
    const body = JSON.stringify({ ...valid, role: "owner", note: "too long" });
    const { errors } = await problemIn(await fetch(`${url}/things`, { method: "POST", headers: json, body }));
    expect(errors).toEqual([
      { pointer: "/body/note", detail: "must NOT have more than 5 characters or must be null" },
      { pointer: "/body/role", detail: "must be one of member, admin" },
    ]);
  });

  test("a list of thousands of faults is answered with a hundred", async () => {
    const { url } = await startServer({ routes });
    const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`field${index}`, 1]));
    const body = JSON.stringify({ ...valid, ...unknown });
    const { errors } = await problemIn(await fetch(`${url}/things`, { method: "POST", headers: json, body }));
    expect(errors).toHaveLength(100);
  });
});

const notFound = { status: 404, code: "route-not-found" };
const urls: readonly { path: string; method?: string; status: number; code: string; pointers?: readonly string[] }[] = [
  { path: "/nothing", ...notFound },
  { path: "/nothing?token=secret", ...notFound },
  { path: "/things", method: "DELETE", ...notFound },
  { path: "/things/1", ...invalid, pointers: ["/params/id"] },
  { path: "/things/1?limit=0&deleted=perhaps", ...invalid, pointers: ["/params/id", "/query/limit", "/query/deleted"] },
  { path: `/things/${id}?limit=1&limit=2`, ...invalid, pointers: ["/query/limit"] },
  { path: `/things/${id}?limit=1e99`, ...invalid, pointers: ["/query/limit"] },
  { path: `/things/${id}?limit=ten`, ...invalid, pointers: ["/query/limit"] },
  { path: `/things/${id}?search=a%00b`, ...invalid, pointers: ["/query/search"] },
  { path: "/texts/a%00b", ...invalid, pointers: ["/params/text"] },
  { path: "/texts/%FF", status: 400, code: "malformed-url" },
  { path: "/texts/%", status: 400, code: "malformed-url" },
  { path: `/texts/${"x".repeat(256)}`, status: 414, code: "url-too-long" },
];

describe("an URL", () => {
  test.for(urls)("$path gets $status $code", async ({ path, method = "GET", status, code, pointers }) => {
    const { url, logs } = await startServer({ routes });
    const problem = await problemIn(await fetch(url + path, { method }));
    expect(problem).toMatchObject({ status, type: `/problems/${code}` });
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
    await eventually(() => logs.length > 0);
    expect(logs).toMatchObject([{ level: 30, status, problem: code, requestId: problem.requestId }]);
    expect(JSON.stringify([problem, logs])).not.toContain("secret");
  });

  test("is read as the numbers, lists and booleans that the schema names", async () => {
    const { url } = await startServer({ routes });
    const read = async (query: string) => (await fetch(`${url}/things/${id}${query}`)).json();
    expect(await read("?limit=5&tag=a&deleted=true")).toEqual({ limit: 5, tag: ["a"], deleted: true });
    expect(await read("?tag=a&tag=b")).toEqual({ limit: 20, tag: ["a", "b"], deleted: false });
    expect(await read("?search=%FF")).toMatchObject({ limit: 20 });
  });
});

describe("on a bare connection,", () => {
  test.for([
    { what: "what isn't HTTP", bytes: "HELLO\r\n\r\n", line: "HTTP/1.1 400 Bad Request", code: "malformed-http" },
    {
      what: "headers of 32 KiB",
      bytes: `GET / HTTP/1.1\r\nhost: a\r\nx: ${"x".repeat(32_768)}\r\n\r\n`,
      line: "HTTP/1.1 431 Request Header Fields Too Large",
      code: "headers-too-large",
    },
    {
      what: "NUL in a header",
      bytes: "GET /health/live HTTP/1.1\r\nhost: a\r\nx: a\0b\r\n\r\n",
      line: "HTTP/1.1 400 Bad Request",
      code: "malformed-http",
    },
    {
      what: "a body longer than its content-length says",
      bytes:
        "POST /things HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}{}{}{}\r\n\r\n",
      line: "HTTP/1.1 400 Bad Request",
      code: "malformed-http",
    },
  ])("$what gets a problem", async ({ bytes, line, code }) => {
    const { port } = await startServer({ routes });
    const answer = await sendRaw(port, bytes);
    expect(answer).toContain(line);
    expect(answer).toContain("application/problem+json");
    expect(answer).toContain(`"/problems/${code}"`);
  });

  test("2 MB sent in chunks get their answer before the connection ends", async () => {
    const { port } = await startServer({ routes });
    const chunk = `10000\r\n${" ".repeat(65_536)}\r\n`;
    const head =
      "POST /things HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    const last = "GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    const answer = await sendRaw(port, head, ...Array.from({ length: 32 }, () => chunk), "0\r\n\r\n", last);
    expect(answer).toContain("HTTP/1.1 413 Payload Too Large");
    expect(answer).toContain("HTTP/1.1 200 OK");
  });
});

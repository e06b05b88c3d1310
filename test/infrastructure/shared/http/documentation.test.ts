import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { describe, expect, test } from "vitest";
import type { Authentication } from "#infrastructure/shared/http/authentication.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import { startServer } from "./support.ts";

const routes =
  ({ authenticated, adminOnly }: Authentication): FastifyPluginAsyncTypebox =>
  async (app) => {
    const Thing = Type.Object(
      { name: Type.String({ examples: ["chair"] }) },
      { additionalProperties: false, description: "A thing." },
    );
    const schema = { summary: "A route", tags: ["things"] };
    app.post(
      "/v1/things",
      { schema: { ...schema, body: Thing, response: { 201: Thing, ...problems(409) } } },
      async (request, reply) => reply.code(201).send(request.body),
    );
    const sized = Type.Object({ size: Type.Integer({ minimum: 1, maximum: 9, default: 5 }), name: Type.String() });
    app.get(
      "/v1/sized",
      { schema: { ...schema, querystring: sized, response: { 200: Thing } } },
      async ({ query }) => ({
        name: `${query.name} ${query.size}`,
      }),
    );
    app.get("/v1/me", { onRequest: authenticated, schema: { ...schema, response: { 200: Thing } } }, async () => ({
      name: "a",
    }));
    app.delete(
      "/v1/all",
      { onRequest: adminOnly, schema: { ...schema, response: { 204: Type.Null({ description: "None." }) } } },
      async (_request, reply) => reply.code(204).send(null),
    );
  };

interface Operation {
  parameters?: { name: string; required: boolean }[];
  security?: unknown[];
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}

async function document(): Promise<{
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: object;
}> {
  const { url } = await startServer({ routes });
  return (await (await fetch(`${url}/openapi.json`)).json()) as Awaited<ReturnType<typeof document>>;
}

describe("/openapi.json", () => {
  test("is OpenAPI 3.1 with the answers and problems of each route, written once", async () => {
    const { openapi, paths, components } = await document();
    expect(openapi).toBe("3.1.0");
    const responses = paths["/v1/things"]?.["post"]?.responses ?? {};
    expect(Object.keys(responses)).toEqual(["201", "400", "409", "413", "415", "429", "500", "503"]);
    expect(responses["409"]?.content).toEqual({
      "application/problem+json": { schema: { $ref: "#/components/schemas/ProblemDetails" } },
    });
    expect(components).toHaveProperty("schemas.ProblemDetails.properties.errors");
  });

  test("says where a token is needed", async () => {
    const { paths, components } = await document();
    const me = paths["/v1/me"]?.["get"];
    const all = paths["/v1/all"]?.["delete"];
    expect(components).toHaveProperty("securitySchemes.bearer.scheme", "bearer");
    expect([me?.security, all?.security]).toEqual([[{ bearer: [] }], [{ bearer: [] }]]);
    expect(Object.keys(me?.responses ?? {})).toEqual(["200", "401", "429", "500", "503"]);
    expect(Object.keys(all?.responses ?? {})).toEqual(["204", "400", "401", "403", "413", "415", "429", "500", "503"]);
    expect(paths["/v1/things"]?.["post"]?.security).toBeUndefined();
  });

  test("requires of a client no parameter that has a default", async () => {
    const { paths } = await document();
    const parameters = paths["/v1/sized"]?.["get"]?.parameters?.map(({ name, required }) => [name, required]);
    expect(Object.fromEntries(parameters ?? [])).toEqual({ size: false, name: true });
    const { url } = await startServer({ routes });
    expect(await (await fetch(`${url}/v1/sized?name=chair`)).json()).toEqual({ name: "chair 5" });
  });

  test("leaves out the routes of the documentation itself", async () => {
    expect(Object.keys((await document()).paths).toSorted()).toEqual([
      "/health/live",
      "/health/ready",
      "/v1/all",
      "/v1/me",
      "/v1/sized",
      "/v1/things",
    ]);
  });
});

test("/docs needs nothing from outside, and its policy allows nothing from outside", async () => {
  const { url } = await startServer({ routes });
  const response = await fetch(`${url}/docs`);
  const html = await response.text();
  const references = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, reference]) => new URL(reference ?? "", response.url),
  );
  expect(references.length).toBeGreaterThan(4);
  expect(references.map(({ origin }) => origin)).toEqual(references.map(() => url));
  const assets = await Promise.all(references.map((reference) => fetch(reference)));
  expect(assets.map(({ status }) => status)).toEqual(references.map(() => 200));
  const sources = (response.headers.get("content-security-policy") ?? "")
    .split(/[; ]+/)
    .filter((part) => !/^[a-z-]+$/.test(part));
  expect(new Set(sources)).toEqual(new Set(["'self'", "'none'", "data:"]));
});

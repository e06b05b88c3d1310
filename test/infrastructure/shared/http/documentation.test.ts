import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { describe, expect, test } from "vitest";
import { Conflict } from "#domain/shared/domain-error.ts";
import type { Authentication } from "#infrastructure/shared/http/authentication.ts";
import { refusalOf } from "#infrastructure/shared/http/problem-responses.ts";
import { problemIn, startServer } from "./support.ts";

class NameTaken extends Conflict {
  readonly code = "name-taken";
}

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
      {
        schema: {
          ...schema,
          body: Thing,
          response: { 201: Thing },
          problems: [new NameTaken("Another thing has it.")],
        },
      },
      async (request, reply) => reply.code(201).send(request.body),
    );
    const Query = Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 9, default: 5 }), of: Type.String() });
    app.get(
      "/v1/things",
      { schema: { ...schema, querystring: Query, response: { 200: Thing } } },
      async ({ query }) => ({
        name: query.of,
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
      "application/problem+json": {
        schema: { $ref: "#/components/schemas/ProblemDetails" },
        examples: {
          "name-taken": {
            summary: "Name taken",
            value: {
              type: "/problems/name-taken",
              title: "Name taken",
              status: 409,
              detail: "Another thing has it.",
              instance: "/v1/things",
              requestId: expect.any(String),
            },
          },
        },
      },
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
    // A body is read where one comes, expected or not.
    expect(Object.keys(all?.responses ?? {})).toEqual(["204", "400", "401", "403", "413", "415", "429", "500", "503"]);
    expect(paths["/v1/things"]?.["post"]?.security).toBeUndefined();
  });

  test("shows for an invalid request what the service finds wrong with an empty one", async () => {
    const { url } = await startServer({ routes });
    const answer = await fetch(`${url}/v1/things`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    const { requestId, ...problem } = await problemIn(answer);
    const { paths } = await document();
    const content = paths["/v1/things"]?.["post"]?.responses["400"]?.content;
    expect(content).toHaveProperty(["application/problem+json", "examples", "invalid-request", "value"], {
      ...problem,
      requestId: expect.not.stringContaining(requestId),
    });
  });

  test("requires no parameter that has a default", async () => {
    const { paths } = await document();
    expect(paths["/v1/things"]?.["get"]).toHaveProperty("parameters", [
      expect.objectContaining({ name: "limit", required: false }),
      expect.objectContaining({ name: "of", required: true }),
    ]);
  });

  test("leaves out the routes of the documentation itself", async () => {
    expect(Object.keys((await document()).paths).toSorted()).toEqual([
      "/health/live",
      "/health/ready",
      "/v1/all",
      "/v1/me",
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

test("an example of a problem that the domain doesn't refuse stops the start", () => {
  const name = new NameTaken("Taken.");
  const take = () => {
    throw name;
  };
  expect(refusalOf(take)).toBe(name);
  expect(() => refusalOf(() => "fine")).toThrow("must be refused by the domain");
  expect(() => refusalOf(() => JSON.parse("{"))).toThrow("must be refused by the domain");
});

import fc from "fast-check";
import { expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { created, type Founded, test } from "#test/support/organization/members.ts";
import { aPerson } from "#test/support/token-bearers.ts";

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly tags: readonly string[] }>>>>;
}

/** Its routes as the service documents them, and the fields that their bodies have. */
const bodies: Readonly<Record<string, readonly string[]>> = {
  "GET /v1/organizations": [],
  "POST /v1/organizations": ["name", "slug", "externalId"],
  "GET /v1/organizations/{id}": [],
  "PATCH /v1/organizations/{id}": ["name", "externalId", "initialized"],
  "POST /v1/organizations/{id}/members": ["userId", "role"],
  "PUT /v1/organizations/{id}/members": ["members"],
  "PUT /v1/organizations/{id}/members/{userId}/role": ["role"],
  "DELETE /v1/organizations/{id}/members/{userId}": [],
  "POST /v1/organizations/{id}/invitations": ["email", "role"],
  "POST /v1/invitations/accept": ["token"],
  "POST /v1/organizations/{id}/invitation-links": ["role", "maxUses"],
  "POST /v1/invitation-links/accept": ["code"],
  "GET /v1/organizations/{id}/rooms": [],
  "POST /v1/organizations/{id}/rooms": ["name", "layout", "capacity", "description"],
  "GET /v1/organizations/{id}/rooms/{roomId}": [],
  "PATCH /v1/organizations/{id}/rooms/{roomId}": ["name", "layout", "capacity", "description"],
  "DELETE /v1/organizations/{id}/rooms/{roomId}": [],
  "GET /v1/me/integrations": [],
  "PUT /v1/me/integrations/{key}": ["account"],
  "DELETE /v1/me/integrations/{key}": [],
  "GET /v1/reports/organizations-by-rooms": [],
};

test("every route of organization is in this test", async ({ http }) => {
  const { body } = await http.get<OpenApi>("/openapi.json");
  const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.some((tag) => tag.startsWith("organization")))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
  expect(routes.toSorted()).toEqual(Object.keys(bodies).toSorted());
});

test("without an access token nothing is read", async ({ http }) => {
  for (const route of Object.keys(bodies)) {
    const [method = "", path = ""] = route.split(" ");
    const answer = await http.send(method, path, bodies[route]?.length === 0 ? undefined : "{");
    expect(answer, route).toMatchObject(problem(401, "access-token-missing"));
  }
});

const valid: Readonly<Record<string, unknown>> = {
  name: "Mine",
  externalId: null,
  initialized: true,
  userId: aPerson().id,
  role: "member",
  members: [{ userId: aPerson().id, role: "owner" }],
  email: "grace@example.com",
  maxUses: 1,
  layout: "focus",
  capacity: 1,
  description: null,
};

test("to strangers an organization isn't there, whatever they ask; its members read and leave, and change nothing", async ({
  http,
  acme,
}) => {
  const { owner, member, stranger } = acme;
  const room = { name: "Room 1", layout: "focus", capacity: 1 };
  const { id: roomId } = await created<{ id: string }>(http, owner, `${acme.path}/rooms`, room);
  const routes = Object.entries(bodies).filter(([route]) => route.includes("/organizations/{id}"));
  expect(routes.length).toBeGreaterThan(10);
  for (const [route, fields] of routes) {
    const [method = "", template = ""] = route.split(" ");
    const path = template.replace("{id}", acme.id).replace("{userId}", owner.id).replace("{roomId}", roomId);
    const body = fields.length === 0 ? undefined : Object.fromEntries(fields.map((field) => [field, valid[field]]));
    const ask = ({ token }: { token: string }, ifMatch = "*") =>
      http.send(method, path, body, { token, headers: { "if-match": ifMatch } });
    expect(await ask(stranger), route).toMatchObject(problem(404, "organization-not-found"));
    expect(await ask(stranger, '"999"'), `${route}, of another version`).toMatchObject(
      problem(404, "organization-not-found"),
    );
    const answer = method === "GET" ? { status: 200 } : problem(403, "role-not-sufficient");
    expect(await ask(member), route).toMatchObject(answer);
  }
});

test("random paths, queries and bodies never get a 500", async ({ service, acme }) => {
  const { token } = aPerson("admin");
  const statuses = new Set<number>();
  const isAnswered = async ({ route, ids, body, query, by }: Request) => {
    const [method = "", template = ""] = route.split(" ");
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === "id" ? acme.id : ids));
    const asking = by === "admin" ? token : acme[by].token;
    const url = `${path}?${new URLSearchParams(query).toString()}`;
    const given = method === "GET" || method === "DELETE" ? undefined : JSON.stringify(body);
    const { status } = await service.http.send(method, url, given, { token: asking });
    statuses.add(status);
    expect(status, `${route} ${given}`).toBeLessThan(500);
  };
  await fc.assert(fc.asyncProperty(request, isAnswered), { numRuns: 400, seed: 1 });
  expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 204, 400, 404, 422]));
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

interface Request {
  readonly route: string;
  readonly ids: string;
  readonly body: unknown;
  readonly query: Record<string, string>;
  readonly by: "admin" | keyof Pick<Founded, "owner" | "stranger">;
}

const oddText = fc.constantFrom(
  "",
  " ",
  "\0",
  "\ud800",
  "\u0007",
  "__proto__",
  "' OR true --",
  "a".repeat(300),
  "ab-c",
);
const text = fc.oneof(oddText, fc.string({ unit: "binary", maxLength: 40 }), fc.emailAddress(), fc.uuid());
const number = fc.oneof(fc.integer({ min: -1, max: 1001 }), fc.constantFrom(1e300, 2 ** 31, 0.5, 100_000));
const member = fc.record({ userId: fc.uuid(), role: fc.constantFrom("owner", "admin", "root") });
const wrong = fc.oneof(text, number, fc.constant(null), fc.array(member, { maxLength: 3 }), fc.jsonValue());

/** What gets through to what is behind the schema, mostly. */
const right: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: fc.constantFrom("Acme", " "),
  slug: fc.uuid(),
  externalId: fc.constant(null),
  initialized: fc.constant(true),
  userId: fc.uuid(),
  role: fc.constantFrom("owner", "member"),
  members: fc.array(member, { maxLength: 3 }),
  email: fc.constantFrom("grace@example.com", "grace"),
  layout: fc.constantFrom("focus", "theater", "banquet"),
  capacity: fc.integer({ min: 1, max: 12 }),
  maxUses: fc.integer({ min: 1, max: 3 }),
};
const fieldOf = (name: string) => fc.oneof({ weight: 3, arbitrary: right[name] ?? text }, wrong);

const forged = fc
  .record({ name: text, id: fc.oneof(fc.uuid(), wrong) }, { requiredKeys: ["id"] })
  .map((place) => Buffer.from(JSON.stringify(place)).toString("base64url"));

const request: fc.Arbitrary<Request> = fc.constantFrom(...Object.keys(bodies)).chain((route) =>
  fc.record({
    route: fc.constant(route),
    ids: fc.oneof(fc.uuid(), fc.constantFrom("slack", "fax", "%00", "1'%20OR")),
    body: fc.record(Object.fromEntries((bodies[route] ?? []).map((field) => [field, fieldOf(field)])), {
      requiredKeys: [],
    }),
    query: fc.oneof(
      fc.constant({}),
      fc.record({ limit: number.map(String) }),
      fc.record({ moreThan: number.map(String) }),
      fc.record({
        cursor: fc.oneof(
          text.map((odd) => odd.toWellFormed()),
          forged,
        ),
      }),
    ),
    by: fc.constantFrom("owner", "stranger", "admin"),
  }),
);

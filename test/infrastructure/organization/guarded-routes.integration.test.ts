import { expect } from "vitest";
import { exampleId } from "#infrastructure/shared/http/schemas.ts";
import { problem } from "#test/support/http-client.ts";
import { created, test } from "#test/support/organization/members.ts";
import { aPerson } from "#test/support/token-bearers.ts";

interface Operation {
  readonly tags: readonly string[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
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
  "GET /v1/organizations/{id}/invitations": [],
  "DELETE /v1/organizations/{id}/invitations/{invitationId}": [],
  "POST /v1/organizations/{id}/invitations": ["email", "role"],
  "POST /v1/invitations/accept": ["token"],
  "GET /v1/organizations/{id}/invitation-links": [],
  "DELETE /v1/organizations/{id}/invitation-links/{linkId}": [],
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

/** What members who are neither owner nor admin don't even read. */
const managersRead = ["GET /v1/organizations/{id}/invitations", "GET /v1/organizations/{id}/invitation-links"];

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
    const path = template
      .replace("{id}", acme.id)
      .replace("{userId}", owner.id)
      .replace("{roomId}", roomId)
      .replace(/\{invitationId\}|\{linkId\}/, exampleId);
    const body = fields.length === 0 ? undefined : Object.fromEntries(fields.map((field) => [field, valid[field]]));
    const ask = ({ token }: { token: string }, ifMatch = "*") =>
      http.send(method, path, body, { token, headers: { "if-match": ifMatch } });
    expect(await ask(stranger), route).toMatchObject(problem(404, "organization-not-found"));
    expect(await ask(stranger, '"999"'), `${route}, of another version`).toMatchObject(
      problem(404, "organization-not-found"),
    );
    const answer =
      method === "GET" && !managersRead.includes(route) ? { status: 200 } : problem(403, "role-not-sufficient");
    expect(await ask(member), route).toMatchObject(answer);
  }
});

test("what needs a role in the organization says that one who has another gets a 403", async ({ http }) => {
  const { body } = await http.get<OpenApi>("/openapi.json");
  const changing = Object.entries(body.paths)
    .filter(([path]) => path.startsWith("/v1/organizations/{id}"))
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
    .filter(({ method }) => method !== "get");
  expect(changing.length).toBeGreaterThan(8);
  for (const { path, method, operation } of changing)
    expect(Object.keys(operation.responses), `${method} ${path}`).toContain("403");
});

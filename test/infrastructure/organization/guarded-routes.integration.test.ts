import { expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { test } from "#test/support/organization/members.ts";

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

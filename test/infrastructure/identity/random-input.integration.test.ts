import fc from "fast-check";
import { expect } from "vitest";
import { test } from "#test/support/service.ts";

/** Nasty on purpose: what parsers, PostgreSQL, Intl and Date are known to stumble over. */
const oddText = fc.constantFrom(
  ...["", " ", "\0", "\ud800", "\udc00x", "%00", "-", "null", "Infinity", "1e999", "İ", "\u202e", "a".repeat(300)],
  ...["__proto__", "' OR true --", "\\", '"', "en-u-ca-x", "Etc/GMT+14", "+25:00", "2016-12-31T23:59:60Z"],
);
const text = fc.oneof(oddText, fc.string({ unit: "binary", maxLength: 40 }), fc.emailAddress(), fc.uuid());
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -0, 1e300, 2 ** 31, 2 ** 53, 8.64e15));
const value = fc.oneof({ weight: 4, arbitrary: text }, number, fc.boolean(), fc.constant(null), fc.jsonValue());

const fields = [
  ...["email", "name", "password", "currentPassword", "newPassword", "refreshToken", "token"],
  ...["role", "locale", "timeZone", "marketingEmails", "somethingElse"],
];
const parts: Readonly<Record<string, readonly string[]>> = {
  "POST /v1/users": ["email", "name", "password"],
  "POST /v1/sessions": ["email", "password"],
  "POST /v1/sessions/refresh": ["refreshToken"],
  "POST /v1/email-verifications": ["token"],
  "POST /v1/me/email-verification": [],
  "PATCH /v1/me": ["name"],
  "PATCH /v1/me/settings": ["locale", "timeZone", "marketingEmails"],
  "PUT /v1/me/email": ["email", "password"],
  "PUT /v1/me/password": ["currentPassword", "newPassword"],
  "PUT /v1/users/{segment}/role": ["role"],
  "POST /v1/users/{segment}/restore": [],
  "PUT /v1/outside-identities/workos/{segment}": ["email", "name"],
};

/** Mostly the fields that belong there, so that values get through to what is behind the schema. */
const bodyOf = (own: readonly string[]) => {
  const right = fc.record(Object.fromEntries(own.map((field) => [field, value])));
  const wrong = fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 4 });
  const json = fc.oneof({ weight: 5, arbitrary: right }, wrong, fc.jsonValue()).map((body) => JSON.stringify(body));
  const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
  return fc.oneof({ weight: 8, arbitrary: json }, bytes);
};
const segment = fc
  .oneof(fc.uuid(), fc.string({ unit: "binary", minLength: 1, maxLength: 120 }))
  .map(encodeURIComponent);
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;
const change = fc.constantFrom(...Object.keys(parts)).chain((route) =>
  fc.record({
    route: segment.map((given) => route.replace("{segment}", given)),
    body: bodyOf(parts[route] ?? []),
    ifMatch: fc.constantFrom(undefined, "*", '"1"', '"999999999"', '"1e9"', "\u00ff"),
  }),
);

const place = fc.record(
  { createdAt: fc.oneof(number, text), id: fc.oneof(fc.uuid(), value) },
  { requiredKeys: ["createdAt"] },
);
const query = fc.record(
  {
    cursor: fc.oneof(
      place.map((forged) => Buffer.from(JSON.stringify(forged)).toString("base64url")),
      text.map((odd) => odd.toWellFormed()),
    ),
    limit: fc.oneof(fc.integer({ min: -1, max: 101 }).map(String), number.map(String), fc.constant("1e999")),
    search: text.map((odd) => odd.toWellFormed()),
    role: fc.constantFrom("member", "admin", "root"),
    deleted: fc.constantFrom("true", "false", "1"),
  },
  { requiredKeys: [] },
);

test("every route that changes something is in this test", async ({ http }) => {
  const { body } = await http.get<{ paths: Record<string, object> }>("/openapi.json");
  const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(id|subject)\}/, "{segment}")}`),
  );
  const changing = routes.filter((route) => /^(POST|PUT|PATCH) /.test(route));
  const covered = Object.keys(parts).map((route) => route.replace("workos", "{provider}"));
  expect(changing.toSorted()).toEqual(covered.toSorted());
});

test("random bodies, paths and versions never get a 500", async ({ service, people }) => {
  const { token } = await people.admin();
  const statuses = new Set<number>();
  const isAnswered = async ({ route, body, ifMatch }: Change) => {
    const [method = "", path = ""] = route.split(" ");
    const headers = ifMatch === undefined ? {} : { "if-match": ifMatch };
    const { status } = await service.http.send(method, path, body, { token, headers });
    statuses.add(status);
    expect(status).toBeLessThan(500);
  };
  await fc.assert(fc.asyncProperty(change, isAnswered), { numRuns: 600, seed: 1 });
  expect([...statuses], "some get through the schema").toEqual(expect.arrayContaining([200, 400, 401, 404, 422]));
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test("random queries and cursors never get a 500", async ({ service, people }) => {
  const { token } = await people.admin();
  const statuses = new Set<number>();
  const isAnswered = async (given: Record<string, string>) => {
    const { status } = await service.http.get(`/v1/users?${String(new URLSearchParams(given))}`, { token });
    statuses.add(status);
    expect(status).toBeLessThan(500);
  };
  await fc.assert(fc.asyncProperty(query, isAnswered), { numRuns: 400, seed: 1 });
  expect(statuses).toEqual(new Set([200, 400]));
});

import { expect } from "vitest";
import { SignJWT } from "jose";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import { problem } from "#test/support/http-client.ts";
import { identityRoutes } from "#test/support/identity/identity-routes.ts";
import { test } from "#test/support/identity/people.ts";

const everybody = ["POST /v1/users", "POST /v1/sessions", "POST /v1/sessions/refresh", "POST /v1/email-verifications"];
const loggedIn = [
  "GET /v1/me",
  "PATCH /v1/me",
  "DELETE /v1/me",
  "PATCH /v1/me/settings",
  "PUT /v1/me/email",
  "PUT /v1/me/password",
  "POST /v1/me/email-verification",
  "DELETE /v1/sessions",
  "DELETE /v1/sessions/current",
];
const admins = [
  "GET /v1/users",
  "DELETE /v1/users/{id}",
  "PUT /v1/users/{id}/role",
  "POST /v1/users/{id}/restore",
  "PUT /v1/outside-identities/{provider}/{subject}",
];

/** Refused wherever a body is read. */
const badBody = "{";

test("every route of identity is for everybody, for those who are logged in, or for administrators", async ({
  http,
}) => {
  const routes = await identityRoutes(http);
  expect(routes.toSorted()).toEqual([...everybody, ...loggedIn, ...admins].toSorted());
});

test("without an access token nothing is read that isn't for everybody", async ({ http }) => {
  for (const route of [...loggedIn, ...admins]) {
    const [method = "", path = ""] = route.split(" ");
    const body = method === "GET" || method === "DELETE" ? undefined : badBody;
    const answer = await http.send(method, path, body);
    expect(answer, route).toMatchObject(problem(401, "access-token-missing"));
    expect(answer.headers.get("www-authenticate"), route).toBe("Bearer");
  }
});

test("an ordinary user is refused what administrators may do, before the body is read", async ({ http, people }) => {
  const { token } = await people.member();
  for (const route of admins) {
    const [method = "", path = ""] = route.split(" ");
    const body = method === "GET" || method === "DELETE" ? undefined : badBody;
    const answer = await http.send(method, path, body, { token });
    expect(answer, route).toMatchObject(problem(403, "administrators-only"));
  }
  const admin = await people.admin();
  const answer = await http.put("/v1/users/1/role", badBody, { token: admin.token });
  expect(answer, "it would have been refused").toMatchObject(problem(400, "malformed-json"));
});

test("a token that isn't a valid access token is refused", async ({ startService, clock }) => {
  const secret = "only for this test, at least 32 bytes";
  const { http } = await startService({ environment: { TOKEN_SECRET: secret } });
  const sign = (claims: object, { key = secret, algorithm = "HS256", expires = true } = {}) => {
    const all = { iss: "plinth", aud: "access", sub: id, sid: id, role: "member", ...claims };
    const token = new SignJWT(all).setProtectedHeader({ alg: algorithm });
    // By the clock of the service, which stands still.
    const inFiveMinutes = Math.floor(clock.now().getTime() / 1000) + 300;
    return (expires ? token.setExpirationTime(inFiveMinutes) : token).sign(new TextEncoder().encode(key));
  };
  const valid = await sign({});
  const [header, claims, signature] = valid.split(".");
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const refused = {
    "not a token": "hello",
    "nothing but dots": "..",
    "a changed claim": `${header}.${encode({ ...decode(claims), role: "admin" })}.${signature}`,
    "without a signature": `${header}.${claims}.`,
    "not signed, and saying so": `${encode({ alg: "none" })}.${claims}.`,
    "signed with another secret": await sign({}, { key: "x".repeat(40) }),
    "signed with another algorithm": await sign({}, { algorithm: "HS512" }),
    "of another issuer": await sign({ iss: "other" }),
    "a refresh token": await sign({ aud: "refresh" }),
    "a verification token": await sign({ aud: "email-verification" }),
    "without an expiry": await sign({}, { expires: false }),
    "whose user is no id": await sign({ sub: "1' OR true" }),
    "whose session is missing": await sign({ sid: undefined }),
    "with an unknown role": await sign({ role: "owner" }),
    "that is not valid yet": await sign({ nbf: Math.floor(clock.now().getTime() / 1000) + 600 }),
  };
  for (const [what, token] of Object.entries(refused)) {
    const answer = await http.get("/v1/me", { token });
    expect(answer, what).toMatchObject(problem(401, "invalid-token"));
    expect(answer.headers.get("www-authenticate"), what).toBe('Bearer error="invalid_token"');
  }
  expect(await http.get("/v1/me", { token: valid }), "nobody has this id").toMatchObject(
    problem(404, "user-not-found"),
  );
  clock.forward({ seconds: 301 });
  expect(await http.get("/v1/me", { token: valid }), "expired").toMatchObject(problem(401, "invalid-token"));
});

test("an access token is good for as long as is configured", async ({ http, people, clock }) => {
  const { accessTokenTtlSeconds } = loadConfiguration({}).tokens;
  const { token } = await people.member();
  clock.forward({ seconds: accessTokenTtlSeconds - 5 });
  expect(await http.get("/v1/me", { token })).toMatchObject({ status: 200 });
  clock.forward({ seconds: 6 });
  expect(await http.get("/v1/me", { token })).toMatchObject(problem(401, "invalid-token"));
});

const id = "0192f5d0-0000-7000-8000-000000000000";

function decode(part = ""): object {
  return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as object;
}

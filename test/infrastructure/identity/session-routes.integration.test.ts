import { describe, expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { test, type Tokens } from "#test/support/identity/people.ts";

describe("logging in", () => {
  test("answers with tokens that work, whatever the case of the address", async ({ http, people }) => {
    const ada = await people.member({ email: "Ada@example.com" });
    const { status, body, headers } = await http.post<Tokens>("/v1/sessions", {
      email: "aDA@EXAMPLE.com",
      password: ada.password,
    });
    expect(status).toBe(201);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({
      accessToken: expect.any(String),
      tokenType: "Bearer",
      expiresIn: 900,
      refreshToken: expect.any(String),
    });
    expect(await http.get("/v1/me", { token: body.accessToken })).toMatchObject({ status: 200, body: { id: ada.id } });
  });

  test("answers an unknown address and a wrong password alike", async ({ http, people }) => {
    const ada = await people.member();
    const headers = { "x-request-id": "the-same" };
    const attempts = [
      { email: ada.email, password: "wrong horse battery" },
      { email: "nobody@example.com", password: ada.password },
      { email: "no address", password: ada.password },
    ];
    const answers = await Promise.all(attempts.map((attempt) => http.post("/v1/sessions", attempt, { headers })));
    const seen = answers.map(({ status, body, headers: received }) => {
      const { date: _, ...rest } = Object.fromEntries(received);
      const { "x-ratelimit-remaining": __, "x-ratelimit-reset": ___, ...fixed } = rest;
      return { status, body, headers: fixed };
    });
    expect(seen[0]).toMatchObject(problem(401, "wrong-credentials"));
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  test("is limited per minute, and says when to come again", async ({ startService }) => {
    const { http } = await startService({ environment: { LOG_IN_RATE_LIMIT_PER_MINUTE: "2" } });
    const guess = { email: "ada@example.com", password: "guessing" };
    expect(await http.post("/v1/sessions", guess)).toMatchObject(problem(401, "wrong-credentials"));
    expect(await http.post("/v1/sessions", {})).toMatchObject(problem(400, "invalid-request"));
    const refused = await http.post("/v1/sessions", guess);
    expect(refused).toMatchObject(problem(429, "too-many-requests"));
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(60);

    for (let time = 1; time <= 3; time += 1) {
      const refresh = await http.post("/v1/sessions/refresh", { refreshToken: "guess" });
      expect(refresh, "refreshing has a larger one").toMatchObject(problem(401, "invalid-token"));
    }
    expect(await http.get("/health/live")).toMatchObject({ status: 200 });
  });
});

describe("refreshing a session", () => {
  test("gives new tokens, again and again", async ({ http, people }) => {
    const ada = await people.member();
    const first = await http.post<Tokens>("/v1/sessions/refresh", { refreshToken: ada.refreshToken });
    expect(first.status).toBe(200);
    expect(first.headers.get("cache-control")).toBe("no-store");
    const second = await http.post<Tokens>("/v1/sessions/refresh", { refreshToken: first.body.refreshToken });
    expect(second.status).toBe(200);
    const tokens = [ada.refreshToken, first.body.refreshToken, second.body.refreshToken];
    expect(new Set(tokens).size).toBe(3);
    expect(await http.get("/v1/me", { token: second.body.accessToken })).toMatchObject({ status: 200 });
  });

  test("with a token that was used before revokes the session, its newest token too", async ({ http, people }) => {
    const ada = await people.member();
    const other = await people.logIn(ada);
    const refresh = (refreshToken: string) => http.post<Tokens>("/v1/sessions/refresh", { refreshToken });
    const newest = (await refresh((await refresh(ada.refreshToken)).body.refreshToken)).body.refreshToken;

    expect(await refresh(ada.refreshToken)).toMatchObject(problem(401, "invalid-token"));
    expect(await refresh(newest)).toMatchObject(problem(401, "invalid-token"));
    expect(await refresh(other.refreshToken), "another session goes on").toMatchObject({ status: 200 });
  });

  test("twice at once with one token succeeds once at most", async ({ http, people }) => {
    const { refreshToken } = await people.member();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => http.post<Tokens>("/v1/sessions/refresh", { refreshToken })),
    );
    const [won, ...others] = answers.toSorted((one, other) => one.status - other.status);
    expect(won?.status).toBe(200);
    for (const answer of others) expect(answer).toMatchObject(problem(401, "invalid-token"));
    const next = await http.post("/v1/sessions/refresh", { refreshToken: won?.body.refreshToken });
    expect(next, "the others have revoked the session").toMatchObject(problem(401, "invalid-token"));
  });

  test("is over when the session has expired, however often it was refreshed", async ({ http, people, clock }) => {
    const ada = await people.member();
    const refresh = (refreshToken: string) => http.post<Tokens>("/v1/sessions/refresh", { refreshToken });
    clock.forward({ days: 29 });
    const late = await refresh(ada.refreshToken);
    expect(late.status).toBe(200);
    clock.forward({ days: 2 });
    expect(await refresh(late.body.refreshToken)).toMatchObject(problem(401, "invalid-token"));
  });

  test("takes no other token, and tells the role that the user has now", async ({ http, people }) => {
    const admin = await people.admin();
    const ada = await people.member();
    const refresh = (refreshToken: string) => http.post<Tokens>("/v1/sessions/refresh", { refreshToken });
    for (const token of [ada.token, "", "x", `${ada.refreshToken}x`, ada.refreshToken.slice(0, -2)])
      expect((await refresh(token)).status).toBe(token === "" ? 400 : 401);

    await http.put(`/v1/users/${ada.id}/role`, { role: "admin" }, { token: admin.token });
    const { body } = await refresh(ada.refreshToken);
    expect((await http.get("/v1/users", { token: ada.token })).status).toBe(403);
    expect((await http.get("/v1/users", { token: body.accessToken })).status).toBe(200);
  });
});

describe("logging out", () => {
  test("ends this session and no other; twice is as good as once", async ({ http, people }) => {
    const ada = await people.member();
    const phone = await people.logIn(ada);
    const answer = await http.delete("/v1/sessions/current", { token: ada.token });
    expect(answer).toMatchObject({ status: 204, body: null });
    expect(await http.delete("/v1/sessions/current", { token: ada.token })).toMatchObject({ status: 204 });

    const refresh = (refreshToken: string) => http.post("/v1/sessions/refresh", { refreshToken });
    expect(await refresh(ada.refreshToken)).toMatchObject(problem(401, "invalid-token"));
    expect(await refresh(phone.refreshToken)).toMatchObject({ status: 200 });
  });

  test("everywhere ends every session of this user, and of nobody else", async ({ http, people }) => {
    const ada = await people.member();
    const phone = await people.logIn(ada);
    const bob = await people.member();
    expect(await http.delete("/v1/sessions", { token: phone.accessToken })).toMatchObject({ status: 204, body: null });

    const refresh = (refreshToken: string) => http.post("/v1/sessions/refresh", { refreshToken });
    expect(await refresh(ada.refreshToken)).toMatchObject(problem(401, "invalid-token"));
    expect(await refresh(phone.refreshToken)).toMatchObject(problem(401, "invalid-token"));
    expect(await refresh(bob.refreshToken)).toMatchObject({ status: 200 });
    expect(await people.logIn(ada)).toMatchObject({ tokenType: "Bearer" });
  });
});

import { describe, expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { test } from "#test/support/service.ts";

interface UserBody {
  readonly id: string;
  readonly name: string;
  readonly emailVerified: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
}

const ada = { email: "ada@example.com", name: "Ada Lovelace", password: "correct horse battery" };

describe("registering", () => {
  test("answers with the user, without a word about the password", async ({ http }) => {
    const { status, body, headers } = await http.post("/v1/users", ada);
    expect(status).toBe(201);
    expect(headers.get("etag")).toBe('"1"');
    expect(body).toEqual({
      id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-7/),
      email: ada.email,
      name: ada.name,
      role: "member",
      emailVerified: false,
      settings: { locale: "en", timeZone: null, marketingEmails: false },
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  test("refuses an address that is taken, whatever its case", async ({ http }) => {
    await http.post("/v1/users", ada);
    const again = await http.post("/v1/users", { ...ada, email: "ADA@example.com" });
    expect(again).toMatchObject(problem(409, "email-already-taken"));
  });

  test("refuses what the business can't accept", async ({ http }) => {
    const register = (given: object) => http.post("/v1/users", { ...ada, ...given });
    expect(await register({ email: "no address" })).toMatchObject(problem(422, "invalid-email"));
    expect(await register({ name: "  " })).toMatchObject(problem(422, "invalid-name"));
    expect(await register({ name: "A\u0007" })).toMatchObject(problem(422, "invalid-name"));
    expect(await http.post("/v1/users", ada), "nothing was kept").toMatchObject({ status: 201 });
  });
});

describe("one's own account", () => {
  test("can be read, with the version as its ETag", async ({ http, people }) => {
    const { token, id } = await people.member({ name: "Ada" });
    const answer = await http.get("/v1/me", { token });
    expect(answer).toMatchObject({ status: 200, body: { id, name: "Ada" } });
    expect(answer.headers.get("etag")).toBe('"1"');
  });

  test("can be renamed: always, or only at the version that was seen", async ({ http, people }) => {
    const { token } = await people.member();
    const rename = (name: string, ifMatch?: string) =>
      http.patch<UserBody>(
        "/v1/me",
        { name },
        { token, headers: ifMatch === undefined ? {} : { "if-match": ifMatch } },
      );

    const renamed = await rename(" Ada ");
    expect(renamed).toMatchObject({ status: 200, body: { name: "Ada" } });
    expect(renamed.headers.get("etag")).toBe('"2"');
    expect((await rename("Ada L.", '"2"')).headers.get("etag")).toBe('"3"');
    expect((await rename("Ada K.", "*")).headers.get("etag")).toBe('"4"');
    expect((await rename("Ada K.")).headers.get("etag"), "nothing has changed").toBe('"4"');
    expect(await rename("Stale", '"2"')).toMatchObject(problem(412, "concurrency-conflict"));
    expect(await rename("")).toMatchObject(problem(400, "invalid-request"));
    expect(await rename("  ")).toMatchObject(problem(422, "invalid-name"));
    expect(await http.get("/v1/me", { token })).toMatchObject({ body: { name: "Ada K." } });
  });

  test("keeps each setting that isn't given; null clears the time zone", async ({ http, people }) => {
    const { token } = await people.member();
    const change = async (settings: object, ifMatch?: string) => {
      const headers = ifMatch === undefined ? {} : { "if-match": ifMatch };
      return http.patch<UserBody>("/v1/me/settings", settings, { token, headers });
    };
    const all = { locale: "de-AT", timeZone: "Europe/Vienna", marketingEmails: true };
    expect((await change(all)).body.settings).toEqual(all);
    expect((await change({ locale: "pt-br" })).body.settings).toEqual({ ...all, locale: "pt-BR" });
    const cleared = await change({ timeZone: null });
    expect(cleared.body.settings).toEqual({ locale: "pt-BR", timeZone: null, marketingEmails: true });
    expect(cleared.headers.get("etag")).toBe('"4"');

    expect(await change({ marketingEmails: false }, '"3"')).toMatchObject(problem(412, "concurrency-conflict"));
    expect(await change({ locale: null })).toMatchObject(problem(400, "invalid-request"));
    expect(await change({})).toMatchObject(problem(400, "invalid-request"));
    expect(await change({ timeZone: "Europe/Nowhere" })).toMatchObject(problem(422, "invalid-settings"));
    expect(await change({ locale: "not a tag" })).toMatchObject(problem(422, "invalid-settings"));
    expect(await http.get("/v1/me", { token })).toMatchObject({ body: { settings: cleared.body.settings } });
  });

  test("gets another address with the password only, unless it is taken", async ({ http, people }) => {
    const me = await people.member({ email: "old@example.com" });
    const bob = await people.member();
    const change = (body: object) => http.put("/v1/me/email", body, { token: me.token });
    const email = "new@example.com";
    const { password } = me;
    expect(await change({ email, password: "wrong horse" })).toMatchObject(problem(403, "wrong-password"));
    expect(await change({ email: bob.email, password })).toMatchObject(problem(409, "email-already-taken"));
    expect(await change({ email: "no address", password })).toMatchObject(problem(422, "invalid-email"));
    expect(await change({ email, password })).toMatchObject({ status: 200, body: { email, emailVerified: false } });
    expect(await people.logIn({ email, password })).toBeDefined();
    expect(await http.post("/v1/sessions", { email: me.email, password })).toMatchObject({ status: 401 });
  });

  test("gets another password with the old one only, and every session ends", async ({ http, people }) => {
    const me = await people.member();
    const newPassword = "another horse battery";
    const change = (body: object) => http.put("/v1/me/password", body, { token: me.token });
    const wrong = { currentPassword: "wrong horse", newPassword };
    expect(await change(wrong)).toMatchObject(problem(403, "wrong-password"));
    expect(await change({ currentPassword: me.password, newPassword: "short" })).toMatchObject(
      problem(400, "invalid-request", [{ pointer: "/body/newPassword" }]),
    );
    expect(await change({ currentPassword: me.password, newPassword })).toMatchObject({ status: 204, body: null });

    const refresh = await http.post("/v1/sessions/refresh", { refreshToken: me.refreshToken });
    expect(refresh).toMatchObject(problem(401, "invalid-token"));
    expect(await http.post("/v1/sessions", { email: me.email, password: me.password })).toMatchObject({ status: 401 });
    expect(await people.logIn({ email: me.email, password: newPassword })).toBeDefined();
  });
});

describe("verifying the e-mail address", () => {
  const tokenIn = (text = "") => /\n(eyJ\S+)\n/.exec(text)?.[1];

  test("takes the mailed token, once", async ({ http, people, mails }) => {
    const me = await people.member();
    expect(mails).toMatchObject([{ to: me.email }]);
    expect(await http.post("/v1/me/email-verification", undefined, { token: me.token })).toMatchObject({ status: 204 });
    expect(mails).toHaveLength(2);

    const verify = (token?: string) => http.post("/v1/email-verifications", { token });
    expect(await verify(tokenIn(mails[1]?.text))).toMatchObject({ status: 204, body: null });
    expect(await http.get("/v1/me", { token: me.token })).toMatchObject({ body: { emailVerified: true } });

    expect(await verify(tokenIn(mails[0]?.text))).toMatchObject(problem(409, "email-already-verified"));
    const again = await http.post("/v1/me/email-verification", undefined, { token: me.token });
    expect(again).toMatchObject(problem(409, "email-already-verified"));
  });

  test("refuses a token of another kind, an old one, and one for a former address", async ({
    http,
    people,
    mails,
    clock,
  }) => {
    const me = await people.member();
    const verify = (token?: string) => http.post("/v1/email-verifications", { token });
    expect(await verify(me.token)).toMatchObject(problem(401, "invalid-token"));
    await http.put("/v1/me/email", { email: "new@example.com", password: me.password }, { token: me.token });
    expect(await verify(tokenIn(mails[0]?.text))).toMatchObject(problem(401, "invalid-token"));
    clock.forward({ days: 1, seconds: 1 });
    expect(await verify(tokenIn(mails[1]?.text))).toMatchObject(problem(401, "invalid-token"));
  });
});

describe("deleting one's account", () => {
  test("ends every session, forbids to log in and frees the address", async ({ http, people }) => {
    const me = await people.member();
    expect(await http.delete("/v1/me", { token: me.token })).toMatchObject({ status: 204, body: null });
    const refresh = await http.post("/v1/sessions/refresh", { refreshToken: me.refreshToken });
    expect(refresh).toMatchObject(problem(401, "invalid-token"));
    const logIn = await http.post("/v1/sessions", { email: me.email, password: me.password });
    expect(logIn).toMatchObject(problem(401, "wrong-credentials"));

    const { token } = me;
    expect(await http.get("/v1/me", { token })).toMatchObject(problem(404, "user-not-found"));
    expect(await http.patch("/v1/me", { name: "Ghost" }, { token })).toMatchObject(problem(409, "user-is-deleted"));
    expect(await http.delete("/v1/me", { token })).toMatchObject(problem(409, "user-is-deleted"));
    expect(await people.member({ email: me.email })).toBeDefined();
  });
});

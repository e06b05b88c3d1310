import { describe, expect } from "vitest";
import { parseId } from "#domain/shared/id.ts";
import { problem } from "./http-client.ts";
import type { Tokens } from "./identity/people.ts";
import { test } from "./test.ts";

const registration = { email: "ada@example.com", name: "Ada Lovelace", password: "correct horse battery" };

describe("app", () => {
  test("does what the service can do, on the test's own database, without a server", async ({ app, db }) => {
    const { id } = await app.identity.registerUser(registration);
    expect(await app.identity.readProfile(id)).toMatchObject({ name: "Ada Lovelace" });
    expect(db.statements.names).toContain("identity/user.insertUser");
  });

  test("and http are one: what the one does the other sees", async ({ app, http, mails }) => {
    const { id, email } = await app.identity.registerUser(registration);
    const { body } = await http.post<Tokens>("/v1/sessions", { email, password: registration.password });
    expect(await http.get("/v1/me", { token: body.accessToken })).toMatchObject({ body: { id } });
    expect(mails).toMatchObject([{ to: email }]);
  });
});

describe("http", () => {
  test("sends requests of nobody, of a user, and of an administrator", async ({ http }) => {
    expect(await http.get("/v1/me")).toMatchObject(problem(401, "access-token-missing"));
    const [member, admin] = await Promise.all([http.asUser({ name: "Ada" }), http.asUser({ role: "admin" })]);
    expect(await member.get("/v1/me")).toMatchObject({ status: 200, body: { name: "Ada", id: member.user.id } });
    expect(await member.get("/v1/users")).toMatchObject(problem(403, "administrators-only"));
    expect(await admin.get("/v1/users")).toMatchObject({ status: 200, body: { total: 2 } });
  });

  test("lets one request carry another token than the client's", async ({ http }) => {
    const [one, other] = await Promise.all([http.asUser(), http.asUser()]);
    expect(await one.get("/v1/me", { token: other.user.token })).toMatchObject({ body: { id: other.user.id } });
  });
});

describe("clock", () => {
  test("is the time of app and http, and stands still until it is set forward", async ({ app, http, clock }) => {
    const ada = await http.asUser();
    const { createdAt } = await app.identity.readProfile(parseId(ada.user.id));
    expect(createdAt).toEqual(clock.now());
    clock.forward({ hours: 1 });
    expect(await ada.get("/v1/me"), "the access token has expired").toMatchObject(problem(401, "invalid-token"));
  });
});

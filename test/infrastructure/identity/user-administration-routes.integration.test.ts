import { describe, expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { test } from "#test/support/identity/people.ts";

interface UserPage {
  readonly items: readonly { readonly id: string; readonly name: string; readonly email: string }[];
  readonly nextCursor: string | null;
  readonly total: number;
}

const nobody = "0192f5d0-0000-7000-8000-000000000000";

describe("the list of users", () => {
  test("shows what an administrator may see, newest first", async ({ http, people }) => {
    const admin = await people.admin();
    const ada = await people.member();
    const { status, body } = await http.get<UserPage>("/v1/users", { token: admin.token });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      total: 2,
      nextCursor: null,
      items: [{ id: ada.id }, { id: admin.id, role: "admin" }],
    });
    expect(body.items[0]).toEqual({
      id: ada.id,
      email: ada.email,
      name: ada.name,
      role: "member",
      emailVerified: false,
      createdAt: expect.any(String),
      deletedAt: null,
    });
  });

  test("comes in pages that miss nobody and show nobody twice, while others register", async ({ http, people }) => {
    const admin = await people.admin();
    const { token } = admin;
    const ids = [admin.id];
    for (let count = 0; count < 4; count++) ids.unshift((await people.member()).id);

    const first = (await http.get<UserPage>("/v1/users?limit=2", { token })).body;
    await people.member();
    const second = (await http.get<UserPage>(`/v1/users?limit=2&cursor=${first.nextCursor}`, { token })).body;
    const third = (await http.get<UserPage>(`/v1/users?limit=2&cursor=${second.nextCursor}`, { token })).body;
    expect([first, second, third].flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ids);
    expect([first.total, second.total, third.total]).toEqual([5, 6, 6]);
    expect(third.nextCursor).toBeNull();
  });

  test("can be filtered by role, by part of name or address, and by being deleted", async ({ http, people }) => {
    const { token } = await people.admin();
    const ada = await people.member({ name: "Ada 100%_Lovelace", email: "ada@example.com" });
    const zoe = await people.member({ name: "Zoë ÅNGSTRÖM", email: "zoe@example.org" });
    await http.delete("/v1/me", { token: zoe.token });
    const idsOf = async (query: string) => {
      const { body } = await http.get<UserPage>(`/v1/users?${query}`, { token });
      expect(body.total).toBe(body.items.length);
      return body.items.map(({ id }) => id);
    };
    expect(await idsOf("role=member")).toEqual([ada.id]);
    expect(await idsOf("search=LOVELACE")).toEqual([ada.id]);
    expect(await idsOf("search=ADA@")).toEqual([ada.id]);
    expect(await idsOf(`search=${encodeURIComponent("%_")}`)).toEqual([ada.id]);
    expect(await idsOf(`search=${encodeURIComponent("a%l")}`), "no wildcard").toEqual([]);
    expect(await idsOf(`deleted=true&search=${encodeURIComponent("ångström")}`)).toEqual([zoe.id]);
    expect(await idsOf("deleted=false&role=admin&search=zoe")).toEqual([]);
  });

  test("refuses a cursor that it didn't give", async ({ http, people }) => {
    const { token } = await people.admin();
    const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString("base64url");
    const createdAt = Date.UTC(2026, 0, 1);
    const foreign = {
      "no base64": "%E2%82%AC",
      empty: "",
      "no JSON": "abc",
      "of another list": cursorOf({ orderNumber: 5 }),
      "with something else in it": cursorOf({ createdAt, id: nobody, role: "admin" }),
      "without an id": cursorOf({ createdAt }),
      "with SQL": cursorOf({ createdAt, id: "' OR true --" }),
      "with another kind of UUID": cursorOf({ createdAt, id: `urn:uuid:${nobody}` }),
      "with text for a date": cursorOf({ createdAt: "2016-12-31T23:59:60Z", id: nobody }),
      "before the calendar begins": cursorOf({ createdAt: -1e15, id: nobody }),
      "after it ends": cursorOf({ createdAt: 8.64e15 + 1, id: nobody }),
      "with half a millisecond": cursorOf({ createdAt: 0.5, id: nobody }),
      "with a lone surrogate": Buffer.from(`{"createdAt":${createdAt},"id":"\\ud800"}`).toString("base64url"),
    };
    for (const [what, cursor] of Object.entries(foreign)) {
      const answer = await http.get(`/v1/users?cursor=${cursor}`, { token });
      expect.soft(answer, what).toMatchObject(problem(400, "invalid-cursor"));
    }
    const last = cursorOf({ createdAt: 8.64e15, id: nobody });
    expect(await http.get(`/v1/users?cursor=${last}`, { token })).toMatchObject({ status: 200, body: { total: 1 } });
  });

  test("refuses a query that it doesn't know, naming every fault", async ({ http, people }) => {
    const { token } = await people.admin();
    const query = "limit=101&role=owner&deleted=perhaps&search=&sort=name";
    expect(await http.get(`/v1/users?${query}`, { token })).toMatchObject(
      problem(400, "invalid-request", [
        { pointer: "/query/sort" },
        { pointer: "/query/role" },
        { pointer: "/query/search" },
        { pointer: "/query/deleted" },
        { pointer: "/query/limit" },
      ]),
    );
  });
});

describe("an administrator", () => {
  test("changes a role, which counts from the next token on", async ({ http, people }) => {
    const { token } = await people.admin();
    const ada = await people.member();
    const changed = await http.put(`/v1/users/${ada.id.toUpperCase()}/role`, { role: "admin" }, { token });
    expect(changed).toMatchObject({ status: 200, body: { id: ada.id, role: "admin" } });
    expect(changed.headers.get("etag")).toBe('"2"');
    const stale = { token, headers: { "if-match": '"1"' } };
    const late = await http.put(`/v1/users/${ada.id}/role`, { role: "member" }, stale);
    expect(late).toMatchObject(problem(412, "concurrency-conflict"));
    const { accessToken } = await people.logIn(ada);
    expect(await http.get("/v1/users", { token: accessToken })).toMatchObject({ status: 200 });

    const change = (id: string, role: string) => http.put(`/v1/users/${id}/role`, { role }, { token });
    expect(await change(nobody, "admin")).toMatchObject(problem(404, "user-not-found"));
    expect(await change("1", "owner")).toMatchObject(
      problem(400, "invalid-request", [{ pointer: "/params/id" }, { pointer: "/body/role" }]),
    );
  });

  test("deletes a user and restores it: until then nobody logs in", async ({ http, people }) => {
    const { token } = await people.admin();
    const ada = await people.member();
    const path = `/v1/users/${ada.id}`;
    expect(await http.delete(path, { token })).toMatchObject({ status: 204, body: null });
    expect(await http.delete(path, { token })).toMatchObject(problem(409, "user-is-deleted"));
    expect(await http.put(`${path}/role`, { role: "admin" }, { token })).toMatchObject(problem(409, "user-is-deleted"));
    const credentials = { email: ada.email, password: ada.password };
    expect(await http.post("/v1/sessions", credentials)).toMatchObject(problem(401, "wrong-credentials"));

    const late = await http.post(`${path}/restore`, undefined, { token, headers: { "if-match": '"1"' } });
    expect(late).toMatchObject(problem(412, "concurrency-conflict"));
    const restored = await http.post(`${path}/restore`, undefined, { token });
    expect(restored).toMatchObject({ status: 200, body: { id: ada.id, email: ada.email } });
    expect(restored.headers.get("etag")).toBe('"3"');
    expect(await http.post(`${path}/restore`, undefined, { token })).toMatchObject({ status: 200 });
    expect(await people.logIn(ada)).toMatchObject({ tokenType: "Bearer" });
    const refresh = await http.post("/v1/sessions/refresh", { refreshToken: ada.refreshToken });
    expect(refresh, "old sessions stay ended").toMatchObject(problem(401, "invalid-token"));
  });

  test("can't restore a user whose address somebody else has now, or who never was", async ({ http, people }) => {
    const { token } = await people.admin();
    const ada = await people.member();
    await http.delete(`/v1/users/${ada.id}`, { token });
    await people.member({ email: ada.email.toUpperCase() });
    const restore = (id: string) => http.post(`/v1/users/${id}/restore`, undefined, { token });
    expect(await restore(ada.id)).toMatchObject(problem(409, "email-already-taken"));
    expect(await restore(nobody)).toMatchObject(problem(404, "user-not-found"));
    expect(await http.delete(`/v1/users/${nobody}`, { token })).toMatchObject(problem(404, "user-not-found"));
  });

  test("who was demoted or deleted can't undo that with an access token from before", async ({ http, people }) => {
    const { token } = await people.admin();
    const ada = await people.admin();
    const path = `/v1/users/${ada.id}`;
    const refused = problem(403, "administrators-only");
    await http.put(`${path}/role`, { role: "member" }, { token });
    expect(await http.put(`${path}/role`, { role: "admin" }, { token: ada.token })).toMatchObject(refused);
    await http.delete(path, { token });
    expect(await http.post(`${path}/restore`, undefined, { token: ada.token })).toMatchObject(refused);
    const somebody = `/v1/users/${(await people.member()).id}`;
    expect(await http.delete(somebody, { token: ada.token })).toMatchObject(refused);
  });

  test("who is the last one can be neither demoted nor deleted", async ({ http, people }) => {
    const admin = await people.admin();
    const { token } = admin;
    const path = `/v1/users/${admin.id}`;
    const refused = problem(409, "last-administrator");
    expect(await http.put(`${path}/role`, { role: "member" }, { token })).toMatchObject(refused);
    expect(await http.delete(path, { token })).toMatchObject(refused);
    expect(await http.delete("/v1/me", { token })).toMatchObject(refused);
    await people.admin();
    expect(await http.delete("/v1/me", { token })).toMatchObject({ status: 204 });
  });

  test("gets the user of an outside identity, made where there is none", async ({ http, people }) => {
    const { token } = await people.admin();
    const ada = await people.member();
    const put = (path: string, body: object) => http.put(`/v1/outside-identities/${path}`, body, { token });
    const body = { email: "grace@example.com", name: "Grace" };
    const made = await put("workos/user_1", body);
    expect(made).toMatchObject({ status: 201, body: { ...body, role: "member", emailVerified: true } });
    const got = await put("workos/user_1", { email: "other@example.com", name: "Other" });
    expect(got, "what is stored stays").toMatchObject({ status: 200, body: made.body });
    expect(got.headers.get("etag")).toBe('"1"');

    expect(await put("workos/2", { ...body, email: ada.email })).toMatchObject(problem(409, "email-already-taken"));
    expect(await put("workos/2", { ...body, email: "no address" })).toMatchObject(problem(422, "invalid-email"));
    expect(await put("Work OS/2", body)).toMatchObject(
      problem(400, "invalid-request", [{ pointer: "/params/provider" }]),
    );
    expect(await put("workos/%07", { ...body, email: "new@example.com" })).toMatchObject(
      problem(422, "invalid-outside-identity"),
    );
    const { id } = made.body as { id: string };
    await http.delete(`/v1/users/${id}`, { token });
    expect(await put("workos/user_1", body)).toMatchObject(problem(409, "user-is-deleted"));
  });

  test("gets the user of an outside identity whose subject is as long as one may be", async ({ http, people }) => {
    const { token } = await people.admin();
    const path = `/v1/outside-identities/workos/${encodeURIComponent("é".repeat(255))}`;
    expect(await http.put(path, { email: "a@example.com", name: "A" }, { token })).toMatchObject({ status: 201 });
    const longer = await http.put(`${path}e`, { email: "b@example.com", name: "B" }, { token });
    expect(longer).toMatchObject(problem(414, "url-too-long"));
  });
});

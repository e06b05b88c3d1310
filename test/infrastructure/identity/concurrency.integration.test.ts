import { expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { test } from "#test/support/identity/people.ts";

const times = <T>(count: number, request: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => request(index)));

test("of two registrations of one address at the same time one succeeds", async ({ service }) => {
  const user = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };
  const answers = await Promise.all([
    service.http.post("/v1/users", user),
    service.http.post("/v1/users", { ...user, email: "ADA@example.com" }),
  ]);
  const [first, second] = answers.toSorted((one, other) => one.status - other.status);
  expect(first).toMatchObject({ status: 201 });
  expect(second).toMatchObject(problem(409, "email-already-taken"));
});

test("forty who ask for one outside identity at the same time get one user", async ({ http, people }) => {
  const { token } = await people.admin();
  const answers = await times(40, (index) =>
    http.put<{ id: string; name: string }>(
      "/v1/outside-identities/workos/user_1",
      { email: `grace-${index % 2}@example.com`, name: `Grace ${index}` },
      { token },
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(39);
  const winner = answers.find(({ status }) => status === 201);
  for (const { body } of answers) expect(body).toEqual(winner?.body);
  expect(await http.get("/v1/users", { token })).toMatchObject({ body: { total: 2 } });
});

test("of forty changes of one user at the same time none is lost", async ({ http, people }) => {
  const { token } = await people.member({ name: "Name" });
  const answers = await times(40, (index) =>
    index % 2 === 0
      ? http.patch<User>("/v1/me", { name: `Name ${index}` }, { token })
      : http.patch<User>("/v1/me/settings", { locale: `en-x-${index}` }, { token }),
  );
  const versions = answers.map(({ headers }) => Number(headers.get("etag")?.replaceAll('"', "")));
  expect(versions.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 40 }, (_, index) => index + 2));

  let expected = { name: "Name", locale: "en" };
  for (let version = 2; version <= 41; version++) {
    const index = versions.indexOf(version);
    expected = index % 2 === 0 ? { ...expected, name: `Name ${index}` } : { ...expected, locale: `en-x-${index}` };
    const { name, settings } = answers[index]?.body ?? {};
    expect({ name, locale: settings?.locale }, `version ${version}`).toEqual(expected);
  }
  expect((await http.get("/v1/me", { token })).headers.get("etag")).toBe('"41"');
});

test("of two administrators who demote each other at the same time one stays", async ({ http, people }) => {
  const [ada, grace] = [await people.admin(), await people.admin()];
  const demote = (whose: typeof ada, { token }: typeof ada) =>
    http.put(`/v1/users/${whose.id}/role`, { role: "member" }, { token });
  const answers = await Promise.all([demote(ada, grace), demote(grace, ada)]);
  const [first, second] = answers.toSorted((one, other) => one.status - other.status);
  expect(first).toMatchObject({ status: 200, body: { role: "member" } });
  expect(second).toMatchObject(problem(403, "administrators-only"));
});

interface User {
  readonly name: string;
  readonly settings: { readonly locale: string };
}

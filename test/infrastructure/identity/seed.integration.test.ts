import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { test } from "#test/support/service.ts";

const seed = readFileSync(join(import.meta.dirname, "../../../migrations/identity/seed.sql"), "utf8");
const [, password = ""] = /Everybody's password: (.*)$/m.exec(seed) ?? [];

test("everybody of the seed can log in with the password that it tells, also when it ran twice", async ({
  db,
  http,
}) => {
  const client = await connectPlainly(db.url, "test of the seed");
  await client.query(seed);
  await client.query(seed);
  await client.end();
  const people = { "admin@example.com": "admin", "member@example.com": "member", "newcomer@example.com": "member" };
  for (const [email, role] of Object.entries(people)) {
    const { status, body } = await http.post<{ accessToken: string }>("/v1/sessions", { email, password });
    expect(status).toBe(201);
    expect(await http.get("/v1/me", { token: body.accessToken })).toMatchObject({ status: 200, body: { email, role } });
  }
});

test("the seed lets an account be that has taken one of its addresses", async ({ db, http }) => {
  const mine = { email: "admin@example.com", name: "Me", password: "correct horse battery" };
  await http.post("/v1/users", mine);
  const client = await connectPlainly(db.url, "test of the seed");
  await client.query(seed);
  const { rows } = await client.query("SELECT name FROM identity.users WHERE email = 'admin@example.com'");
  await client.end();
  expect(rows).toEqual([{ name: "Me" }]);
});

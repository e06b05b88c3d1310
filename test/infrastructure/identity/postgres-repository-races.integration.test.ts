import { describe, expect } from "vitest";
import { AdministratorsOnly, EmailAlreadyTaken, InvalidToken, LastAdministrator } from "#domain/identity/errors.ts";
import type { Identity } from "#application/identity/identity.ts";
import type { UserId } from "#domain/identity/user.ts";
import { test } from "#test/support/identity/postgres-adapters.ts";
import { testIdentity } from "#test/support/identity/test-identity.ts";

const forty = Array.from({ length: 40 });
const ada = { provider: "workos", subject: "user_1", email: "ada@example.com", name: "Ada Lovelace" };
const fulfilled = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === "fulfilled");

describe("at once, on PostgreSQL", () => {
  test.for([
    ["of one address", () => "ada@example.com"],
    ["of different addresses", (n: number) => `ada-${n}@example.com`],
  ] as const)(
    "forty who ask for the user of one outside identity, %s, get one user",
    async ([, email], { identity }) => {
      const { identity: useCases } = testIdentity(identity);
      const answers = await Promise.all(
        forty.map((_, n) => useCases.getOrCreateOutsideUser({ ...ada, email: email(n) })),
      );
      expect(new Set(answers.map(({ user }) => user.id)).size).toBe(1);
      expect(answers.filter(({ created }) => created)).toHaveLength(1);
      expect((await useCases.listUsers({ deleted: false, limit: 1, role: "member" })).total).toBe(1);
    },
  );

  test("of two who register one address one is told that it is taken", async ({ identity }) => {
    const { register, mails } = testIdentity(identity);
    const outcomes = await Promise.allSettled([register("ada@example.com"), register("ADA@example.com")]);
    expect(fulfilled(outcomes)).toHaveLength(1);
    expect(outcomes).toContainEqual({ status: "rejected", reason: expect.any(EmailAlreadyTaken) });
    expect(mails).toHaveLength(1);
  });

  test("of forty who refresh with one token at most one succeeds, and the session ends", async ({ identity }) => {
    const { identity: useCases, register, logIn, sessions, tokens } = testIdentity(identity);
    await register();
    const { refreshToken } = await logIn();
    const outcomes = await Promise.allSettled(forty.map(() => useCases.refreshSession(refreshToken)));
    expect(fulfilled(outcomes)).toHaveLength(1);
    expect(outcomes).toContainEqual({ status: "rejected", reason: expect.any(InvalidToken) });
    const { sessionId } = await tokens.readRefresh(refreshToken);
    expect((await sessions.read(sessionId)).snapshot.revokedAt).not.toBeNull();
  });

  test.for([
    ["delete themselves", LastAdministrator, (id, _, { deleteUser }) => deleteUser(id)],
    [
      "demote themselves",
      LastAdministrator,
      (id, _, { changeRole }) => changeRole({ by: id, userId: id, role: "member" }),
    ],
    ["delete each other", AdministratorsOnly, (id, next, { deleteUser }) => deleteUser(next, id)],
    [
      "demote each other",
      AdministratorsOnly,
      (id, next, { changeRole }) => changeRole({ by: id, userId: next, role: "member" }),
    ],
  ] satisfies [string, new () => Error, (id: UserId, next: UserId, useCases: Identity) => Promise<unknown>][])(
    "of twenty administrators who %s at the same time one stays at least",
    async ([, Refusal, go], { identity }) => {
      const { identity: useCases, users, administrator } = testIdentity(identity);
      const administrators: UserId[] = [];
      for (let n = 0; n < 20; n++) administrators.push((await administrator(`admin-${n}@example.com`)).id);
      const outcomes = await Promise.allSettled(
        administrators.map((id, n) => go(id, administrators[(n + 1) % 20] ?? id, useCases)),
      );
      const staying = await users.lockAdministrators();
      expect(staying).toHaveLength(20 - fulfilled(outcomes).length);
      expect(staying.length).toBeGreaterThan(0);
      for (const outcome of outcomes.filter(({ status }) => status === "rejected")) {
        expect(outcome).toHaveProperty("reason", expect.any(Refusal));
      }
    },
  );

  test("of twenty who restore users of one address one succeeds", async ({ identity }) => {
    const { identity: useCases, register, administrator } = testIdentity(identity);
    const { id: by } = await administrator();
    const deleted: Awaited<ReturnType<typeof register>>[] = [];
    for (let n = 0; n < 20; n++) {
      const user = await register("ada@example.com");
      await useCases.deleteUser(user.id);
      deleted.push(user);
    }
    const outcomes = await Promise.allSettled(deleted.map(({ id: userId }) => useCases.restoreUser({ by, userId })));
    expect(fulfilled(outcomes)).toHaveLength(1);
    for (const outcome of outcomes.filter(({ status }) => status === "rejected")) {
      expect(outcome).toHaveProperty("reason", expect.any(EmailAlreadyTaken));
    }
    expect((await useCases.listUsers({ deleted: false, limit: 1, role: "member" })).total).toBe(1);
  });
});

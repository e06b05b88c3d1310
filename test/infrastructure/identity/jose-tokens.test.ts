import { type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "#application/shared/actor.ts";
import { InvalidToken } from "#domain/identity/errors.ts";
import { Email } from "#domain/shared/email.ts";
import { parseId } from "#domain/shared/id.ts";
import { JoseTokens } from "#infrastructure/identity/jose-tokens.ts";
import { SettableClock } from "#test/support/identity/settable-clock.ts";

const settings = { secret: "a secret of the tests, 32 bytes or more", accessSeconds: 900, refreshDays: 30 };
const userId = parseId<"User">("0197a8f0-c000-7000-8000-00000000000a");
const sessionId = parseId<"Session">("0197a8f0-c000-7000-8000-00000000000b");
const actor: Actor = { userId, sessionId, role: "admin" };
const email = Email.parse("Ada@example.com");

let clock: SettableClock;
let tokens: JoseTokens;
beforeEach(() => {
  clock = new SettableClock();
  tokens = new JoseTokens(clock, settings);
});

const issue = {
  access: async () => (await tokens.issueAccess(actor)).token,
  refresh: async () => (await tokens.issueRefresh(sessionId)).token,
  "e-mail verification": () => tokens.issueEmailVerification(userId, email),
};
const read: Record<keyof typeof issue, (token: string) => Promise<unknown>> = {
  access: (token) => tokens.readAccess(token),
  refresh: (token) => tokens.readRefresh(token),
  "e-mail verification": (token) => tokens.readEmailVerification(token),
};
const kinds = Object.keys(issue) as (keyof typeof issue)[];

describe("a token says what it was issued for", () => {
  test("an access token: who asks", async () => {
    const { token, expiresInSeconds } = await tokens.issueAccess(actor);
    expect(expiresInSeconds).toBe(900);
    expect(await tokens.readAccess(token)).toEqual(actor);
  });

  test("a refresh token: the session, and the hash that is stored of it", async () => {
    const { token, hash, expiresAt } = await tokens.issueRefresh(sessionId);
    expect(await tokens.readRefresh(token)).toEqual({ sessionId, hash });
    expect(token).not.toContain(hash);
    expect(expiresAt).toEqual(new Date("2026-03-31T12:00:00.123Z"));
  });

  test("a token of an e-mail verification: the user and the address", async () => {
    const verification = await tokens.readEmailVerification(await issue["e-mail verification"]());
    expect(verification.userId).toBe(userId);
    expect(verification.email.toString()).toBe("Ada@example.com");
  });

  test("two refresh tokens of one session and one moment are different", async () => {
    const [one, other] = [await tokens.issueRefresh(sessionId), await tokens.issueRefresh(sessionId)];
    expect(one.token).not.toBe(other.token);
    expect(one.hash).not.toBe(other.hash);
  });
});

describe("a token is good for one thing only", () => {
  const pairs = kinds.flatMap((kind) => kinds.filter((use) => use !== kind).map((use) => [kind, use] as const));
  test.for(pairs)("a token for %s isn't one for %s", async ([kind, use]) => {
    await expect(read[use](await issue[kind]())).rejects.toThrow(InvalidToken);
  });
});

describe("a token is good for its time", () => {
  test.for([
    ["access", 900],
    ["refresh", 30 * 24 * 60 * 60],
    ["e-mail verification", 24 * 60 * 60],
  ] as const)("for %s: %i seconds, by our clock", async ([kind, seconds]) => {
    const token = await issue[kind]();
    clock.forward({ seconds: seconds - 1 });
    await expect(read[kind](token)).resolves.toBeDefined();
    clock.forward({ seconds: 1 });
    await expect(read[kind](token)).rejects.toThrow(InvalidToken);
  });

  test("a refresh token of a running session until that ends", async () => {
    const until = new Date("2026-03-01T13:00:00.000Z");
    const { token, expiresAt } = await tokens.issueRefresh(sessionId, until);
    expect(expiresAt).toEqual(until);
    clock.forward({ minutes: 59 });
    await expect(tokens.readRefresh(token)).resolves.toHaveProperty("sessionId", sessionId);
    clock.forward({ minutes: 1 });
    await expect(tokens.readRefresh(token)).rejects.toThrow(InvalidToken);
  });
});

describe("what we haven't signed is refused", () => {
  const claims = {
    iss: "plinth",
    exp: 4_000_000_000,
    sub: userId,
    sid: sessionId,
    role: "admin",
    email: "ada@example.com",
  };
  const signed = (payload: JWTPayload, { alg = "HS256", secret = settings.secret } = {}) =>
    new SignJWT(payload).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));
  const audience = (kind: (typeof kinds)[number]) => kind.replaceAll(/\W/g, "-").replace("e-mail", "email");

  test.for(kinds)(
    "(a %s token made by this test like ours is taken: the others fail for their own reason)",
    async (kind) => {
      await expect(read[kind](await signed({ ...claims, aud: audience(kind) }))).resolves.toBeDefined();
    },
  );

  test.for(kinds)("a %s token without a signature, by another secret or algorithm", async (kind) => {
    const payload = { ...claims, aud: audience(kind) };
    const [header, body] = (await signed(payload)).split(".");
    for (const token of [
      new UnsecuredJWT(payload).encode(),
      `${header}.${body}.`,
      `${header}.${body}`,
      await signed(payload, { secret: "another secret of 32 bytes or more" }),
      await signed(payload, { alg: "HS512" }),
    ]) {
      await expect(read[kind](token)).rejects.toThrow(InvalidToken);
    }
  });

  test("a token of which a part was exchanged", async () => {
    const mine = (await tokens.issueAccess({ ...actor, role: "member" })).token.split(".");
    const admin = (await tokens.issueAccess(actor)).token.split(".");
    await expect(tokens.readAccess([mine[0], admin[1], mine[2]].join("."))).rejects.toThrow(InvalidToken);
    await expect(tokens.readAccess([mine[0], mine[1], admin[2]].join("."))).rejects.toThrow(InvalidToken);
  });

  test.for(["", ".", "..", "a.b.c", "Bearer x", "ey\0", "🦊.🦊.🦊", "x".repeat(10_000)])("%j", async (text) => {
    for (const kind of kinds) await expect(read[kind](text)).rejects.toThrow(InvalidToken);
  });

  test.for([
    ["access", "no user", { sub: undefined }],
    ["access", "a user that is no id", { sub: "1" }],
    ["access", "no session", { sid: undefined }],
    ["access", "no role", { role: undefined }],
    ["access", "an unknown role", { role: "owner" }],
    ["access", "another issuer", { iss: "somebody" }],
    ["access", "no issuer", { iss: undefined }],
    ["access", "no audience", { aud: undefined }],
    ["access", "no end", { exp: undefined }],
    ["refresh", "no session", { sid: undefined }],
    ["refresh", "a session that is no id", { sid: "1" }],
    ["refresh", "no end", { exp: undefined }],
    ["e-mail verification", "no user", { sub: undefined }],
    ["e-mail verification", "no address", { email: undefined }],
    ["e-mail verification", "what isn't an address", { email: "ada" }],
    ["e-mail verification", "no end", { exp: undefined }],
  ] as const)("a signed %s token with %s", async ([kind, , change]) => {
    const token = await signed({ ...claims, aud: audience(kind), ...change } as JWTPayload);
    await expect(read[kind](token)).rejects.toThrow(InvalidToken);
  });
});

test("an invalid token is told without a word why, and with its reason for the log", async () => {
  const { token } = await tokens.issueAccess(actor);
  clock.forward({ days: 1 });
  const error = await tokens.readAccess(token).catch((reason: unknown) => reason);
  expect(error).toEqual(new InvalidToken());
  expect(error).toHaveProperty("cause.code", "ERR_JWT_EXPIRED");
});

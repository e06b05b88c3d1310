import { beforeEach, describe, expect, test } from "vitest";
import { SessionFactory } from "#domain/identity/session-factory.ts";
import { parseId } from "#domain/shared/id.ts";
import { sequentialIds } from "#test/support/identity/sequential-ids.ts";
import { aSession } from "#test/support/identity/session-builder.ts";
import { SettableClock } from "#test/support/identity/settable-clock.ts";

let clock: SettableClock;
beforeEach(() => {
  clock = new SettableClock();
});

describe("starting a session", () => {
  const given = {
    userId: parseId<"User">("0197a8f0-c000-7000-8000-00000000000a"),
    refreshTokenHash: "first hash",
    expiresAt: new Date("2026-03-31T12:00:00.000Z"),
    userAgent: "Mozilla/5.0",
    ip: null,
  };

  test("writes down the device and the first token", () => {
    const factory = new SessionFactory(clock, sequentialIds());
    const id = factory.nextId();
    const session = factory.start({ id, ...given });
    const now = clock.now();
    expect(session.snapshot).toStrictEqual({
      id,
      ...given,
      version: 1,
      createdAt: now,
      lastUsedAt: now,
      revokedAt: null,
    });
    expect(session.events).toStrictEqual([{ type: "SessionStarted", occurredAt: now }]);
  });

  test("that was stored is no event", () => {
    const { snapshot } = aSession().revoked().build();
    const session = new SessionFactory(clock, sequentialIds()).restore(snapshot);
    expect(session.snapshot).toStrictEqual(snapshot);
    expect(session.events).toEqual([]);
  });
});

describe("refreshing a session", () => {
  test("exchanges the present token for the next one", () => {
    const builder = aSession().withHash("first");
    const session = builder.build(clock);
    session.refresh("first", "second");
    const now = clock.now();
    expect(session.snapshot).toStrictEqual({
      ...builder.build().snapshot,
      refreshTokenHash: "second",
      lastUsedAt: now,
    });
    expect(session.events).toStrictEqual([{ type: "SessionRefreshed", occurredAt: now }]);
  });

  test("goes on with the newest token", () => {
    const session = aSession().withHash("first").build(clock);
    session.refresh("first", "second");
    clock.forward({ days: 1 });
    session.refresh("second", "third");
    expect(session.snapshot).toMatchObject({ refreshTokenHash: "third", lastUsedAt: clock.now(), revokedAt: null });
  });

  test("doesn't make it last longer", () => {
    const session = aSession().withHash("first").build(clock);
    const { expiresAt } = session.snapshot;
    session.refresh("first", "second");
    expect(session.snapshot.expiresAt).toEqual(expiresAt);
  });

  test("with a token that was exchanged before revokes it, and the newest token is no good any more", () => {
    const session = aSession().withHash("first").build(clock);
    session.refresh("first", "second");
    session.refresh("first", "third");
    expect(session.snapshot).toMatchObject({ refreshTokenHash: "second", revokedAt: clock.now() });
    expect(session.events.at(-1)).toStrictEqual({
      type: "SessionRevoked",
      reason: "token-reused",
      occurredAt: clock.now(),
    });

    session.refresh("second", "fourth");
    expect(session.snapshot.refreshTokenHash).toBe("second");
    expect(session.events).toHaveLength(2);
  });

  test.for([
    ["revoked", aSession().withHash("first").revoked()],
    ["expired this very millisecond", aSession().withHash("first").expiring(new SettableClock().now())],
    ["expired long ago", aSession().withHash("first").expiring(new Date(0))],
  ] as const)("does nothing when it is %s, whatever the token", ([, builder]) => {
    const session = builder.build(clock);
    session.refresh("first", "second");
    session.refresh("forged", "second");
    expect(session.snapshot).toStrictEqual(builder.build().snapshot);
    expect(session.events).toEqual([]);
  });

  test("works until the last millisecond", () => {
    const session = aSession()
      .withHash("first")
      .expiring(new Date(clock.now().getTime() + 1))
      .build(clock);
    session.refresh("first", "second");
    expect(session.snapshot.refreshTokenHash).toBe("second");
  });
});

describe("logging out", () => {
  test("revokes the session", () => {
    const session = aSession().build(clock);
    session.logOut();
    const now = clock.now();
    expect(session.snapshot.revokedAt).toEqual(now);
    expect(session.events).toStrictEqual([{ type: "SessionRevoked", reason: "logged-out", occurredAt: now }]);
  });

  test("twice is the same as once", () => {
    const session = aSession().build(clock);
    session.logOut();
    const { snapshot } = session;
    clock.forward({ seconds: 1 });
    session.logOut();
    expect(session.snapshot).toBe(snapshot);
    expect(session.events).toHaveLength(1);
  });
});

test("a snapshot can't be altered, and is no other one's object", () => {
  const { snapshot } = aSession().build();
  const given = { ...snapshot };
  const session = new SessionFactory(clock, sequentialIds()).restore(given);
  expect(() => Object.assign(session.snapshot, { revokedAt: null })).toThrow(TypeError);
  Object.assign(given, { refreshTokenHash: "stolen" });
  expect(session.snapshot).toStrictEqual(snapshot);
});

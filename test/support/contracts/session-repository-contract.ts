import { describe, expect } from "vitest";
import { SessionNotFound } from "#domain/identity/errors.ts";
import type { Session } from "#domain/identity/session.ts";
import { parseId } from "#domain/shared/id.ts";
import type { IdentityAdapters, IdentityTest } from "#test/support/identity/identity-adapters.ts";
import { aSession } from "#test/support/identity/session-builder.ts";
import { SettableClock } from "#test/support/identity/settable-clock.ts";
import { aUser } from "#test/support/identity/user-builder.ts";

const nothing = parseId<"Session">("ffffffff-0000-7000-8000-000000000000");
const forty = Array.from({ length: 40 });

/** What every `SessionRepository` promises. */
export function sessionRepositoryContract(test: IdentityTest): void {
  const owner = aUser().build();
  const { id: userId } = owner.snapshot;

  async function store({ users, sessions }: IdentityAdapters, ...given: readonly Session[]): Promise<void> {
    await users.create(owner);
    for (const session of given) await sessions.create(session);
  }

  describe("what is created is read again", () => {
    test.for([
      ["with every field, dates to the millisecond", aSession().of(userId).revoked()],
      ["with null in every field that may be null", aSession().of(userId).fromUnknownDevice()],
    ] as const)("%s", async ([, builder], { identity }) => {
      await store(identity, builder.build());
      const { snapshot } = builder.build();
      const read = await identity.sessions.read(snapshot.id);
      expect(read.snapshot).toStrictEqual(snapshot);
      expect(read.events).toEqual([]);
    });
  });

  test("an unknown session is not found, nor to be changed", async ({ identity: { sessions } }) => {
    await expect(sessions.read(nothing)).rejects.toThrow(SessionNotFound);
    await expect(sessions.update(nothing, (session) => session.logOut())).rejects.toThrow(SessionNotFound);
  });

  describe("a change by closure", () => {
    test.for<[string, (session: Session) => void]>([
      ["refreshed", (session) => session.refresh(session.snapshot.refreshTokenHash, "next hash")],
      ["revoked for a token used twice", (session) => session.refresh("an earlier hash", "next hash")],
      ["logged out", (session) => session.logOut()],
    ])("is stored, one version on: %s", async ([, change], { identity }) => {
      const session = aSession().of(userId).build();
      await store(identity, session);
      const { id } = session.snapshot;
      const returned = await identity.sessions.update(id, change);
      const stored = await identity.sessions.read(id);
      expect(stored.snapshot).toStrictEqual(returned.snapshot);
      expect(stored.snapshot).not.toEqual(session.snapshot);
      expect(stored.snapshot.version).toBe(2);
      expect(returned.events).toEqual([]);
    });

    test("that throws stores nothing, and its error passes", async ({ identity }) => {
      const session = aSession().of(userId).build();
      await store(identity, session);
      const thrown = new Error("changed my mind");
      const change = (stored: Session) => {
        stored.logOut();
        throw thrown;
      };
      await expect(identity.sessions.update(session.snapshot.id, change)).rejects.toBe(thrown);
      expect((await identity.sessions.read(session.snapshot.id)).snapshot).toStrictEqual(session.snapshot);
    });

    test("that returns a promise after all is refused and stores nothing", async ({ identity }) => {
      const session = aSession().of(userId).build();
      await store(identity, session);
      const later = async (stored: Session) => stored.logOut();
      // @ts-expect-error -- a change that returns a promise is refused by type
      await expect(identity.sessions.update(session.snapshot.id, later)).rejects.toThrow("must be synchronous");
      // @ts-expect-error -- and here
      await expect(identity.sessions.updateAllOf(userId, later)).rejects.toThrow("must be synchronous");
      expect((await identity.sessions.read(session.snapshot.id)).snapshot).toStrictEqual(session.snapshot);
    });

    test("that changes nothing writes nothing", async ({ identity }) => {
      const session = aSession().of(userId).revoked().build();
      await store(identity, session);
      const same = await identity.sessions.update(session.snapshot.id, (stored) => stored.logOut());
      expect(same.snapshot).toStrictEqual(session.snapshot);
      expect((await identity.sessions.read(session.snapshot.id)).snapshot).toStrictEqual(session.snapshot);
    });
  });

  describe("forty at once", () => {
    test("change one session, and no change is lost", async ({ identity }) => {
      const session = aSession().of(userId).withHash("0").build();
      await store(identity, session);
      const addOne = (stored: Session) => {
        const hash = stored.snapshot.refreshTokenHash;
        stored.refresh(hash, String(Number(hash) + 1));
      };
      await Promise.all(forty.map(() => identity.sessions.update(session.snapshot.id, addOne)));
      const { snapshot } = await identity.sessions.read(session.snapshot.id);
      expect(snapshot).toMatchObject({ refreshTokenHash: "40", version: 41 });
    });

    test("exchange one token: one succeeds, and the session ends", async ({ identity }) => {
      const session = aSession().of(userId).withHash("present").build();
      await store(identity, session);
      const answers = await Promise.all(
        forty.map(async (_, n) => {
          const { snapshot } = await identity.sessions.update(session.snapshot.id, (stored) =>
            stored.refresh("present", `next ${n}`),
          );
          return snapshot.refreshTokenHash === `next ${n}`;
        }),
      );
      expect(answers.filter((refreshed) => refreshed)).toHaveLength(1);
      const { snapshot } = await identity.sessions.read(session.snapshot.id);
      expect(snapshot.revokedAt).not.toBeNull();
      expect(snapshot.version).toBe(3);
    });
  });

  describe("a change of all sessions of a user", () => {
    const active = [aSession().of(userId).build(), aSession().of(userId).build()];
    const revoked = aSession().of(userId).revoked().build();
    const expired = aSession().of(userId).expiring(new SettableClock().now()).build();

    test("reaches those that are neither revoked nor expired, and nobody else's", async ({ identity }) => {
      const { users, sessions } = identity;
      const stranger = aUser().build();
      const foreign = aSession().of(stranger.snapshot.id).build();
      await store(identity, ...active, revoked, expired);
      await users.create(stranger);
      await sessions.create(foreign);

      expect(await sessions.updateAllOf(userId, (session) => session.logOut())).toBe(2);
      for (const { snapshot } of active) {
        const stored = await sessions.read(snapshot.id);
        expect(stored.snapshot).toMatchObject({ revokedAt: identity.clock.now(), version: 2 });
      }
      for (const { snapshot } of [revoked, expired, foreign]) {
        expect((await sessions.read(snapshot.id)).snapshot).toStrictEqual(snapshot);
      }
      expect(await sessions.updateAllOf(userId, (session) => session.logOut())).toBe(0);
    });

    test("that throws at one of them stores none", async ({ identity }) => {
      await store(identity, ...active);
      let count = 0;
      const change = (session: Session) => {
        session.logOut();
        if (++count === 2) throw new Error("not this one");
      };
      await expect(identity.sessions.updateAllOf(userId, change)).rejects.toThrow("not this one");
      for (const { snapshot } of active) {
        expect((await identity.sessions.read(snapshot.id)).snapshot).toStrictEqual(snapshot);
      }
    });

    test("by many at once happens once", async ({ identity }) => {
      await store(identity, ...active);
      const counts = await Promise.all(
        forty.map(() => identity.sessions.updateAllOf(userId, (session) => session.logOut())),
      );
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    });
  });
}

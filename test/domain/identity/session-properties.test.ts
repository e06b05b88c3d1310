import fc from "fast-check";
import { expect, test } from "vitest";
import { SessionFactory } from "#domain/identity/session-factory.ts";
import type { Session } from "#domain/identity/session.ts";
import { aSessionSnapshot } from "#test/support/identity/arbitraries.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

/** What a holder of tokens can do; `hash` counts back: 0 is the present one, 1 the one before. */
type Step =
  | { readonly does: "refresh"; readonly hash: number }
  | { readonly does: "logOut" }
  | { readonly does: "wait"; readonly days: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ does: fc.constant("refresh"), hash: fc.constantFrom(...Array<number>(15).fill(0), 1, 2) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("logOut") }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant("wait"), days: fc.integer({ min: 1, max: 12 }) }) },
);

test("a restored session is what was stored, and nothing has happened to it", () => {
  const factory = new SessionFactory(new SettableClock(), sequentialIds());
  fc.assert(
    fc.property(aSessionSnapshot(), (snapshot) => {
      const session = factory.restore(snapshot);
      expect(session.snapshot).toStrictEqual(snapshot);
      expect(session.events).toEqual([]);
    }),
    { seed: 1 },
  );
});

test("whatever its holders do, a session lives no longer than it was given, and a used token ends it", () => {
  const ends = { "logged-out": 0, "token-reused": 0, expired: 0 };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const clock = new SettableClock();
      const session = started(clock);
      const { expiresAt } = session.snapshot;
      const hashes = [session.snapshot.refreshTokenHash];
      for (const next of steps) {
        const before = session.snapshot;
        const refreshes = next.does === "refresh";
        const isOver = before.revokedAt !== null || (refreshes && before.expiresAt <= clock.now());
        if (next.does === "wait") clock.forward({ days: next.days });
        else if (next.does === "logOut") session.logOut();
        else session.refresh(hashes.at(-1 - next.hash) ?? "never issued", `hash ${hashes.length}`);

        const after = session.snapshot;
        const isReused = refreshes && !isOver && next.hash > 0;
        if (refreshes && !isOver && !isReused) hashes.push(`hash ${hashes.length}`);
        expect(isOver && after !== before, "what is over doesn't change").toBe(false);
        expect(isReused && after.revokedAt === null, "a used token ends it").toBe(false);
        expect(after).toMatchObject({ refreshTokenHash: hashes.at(-1), expiresAt });
      }
      const revoked = session.events.find((event) => event.type === "SessionRevoked");
      if (revoked !== undefined) ends[revoked.reason] += 1;
      else if (expiresAt <= clock.now()) ends.expired += 1;
    }),
    { seed: 1, numRuns: 300 },
  );
  for (const count of Object.values(ends)) expect(count, JSON.stringify(ends)).toBeGreaterThan(5);
});

function started(clock: SettableClock): Session {
  const [snapshot] = fc.sample(aSessionSnapshot(), { seed: 1, numRuns: 1 });
  if (snapshot === undefined) throw new Error("fast-check gave no session.");
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + 30 * 86_400_000);
  return new SessionFactory(clock, sequentialIds()).start({ ...snapshot, expiresAt });
}

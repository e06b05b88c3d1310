import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { PersonName } from "#domain/identity/person-name.ts";
import { UserFactory } from "#domain/identity/user-factory.ts";
import { type User, userRoles, type UserSnapshot } from "#domain/identity/user.ts";
import { DomainError } from "#domain/shared/domain-error.ts";
import { Email } from "#domain/shared/email.ts";
import { aText, anEmail } from "#test/support/arbitraries.ts";
import { aPersonName, aUserSnapshot, someSettings } from "#test/support/identity/arbitraries.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

type Behaviour = (user: User) => void;

const clock = new SettableClock();
const factory = new UserFactory(clock, sequentialIds());

const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  aPersonName().map(
    (name): Behaviour =>
      (user) =>
        user.rename(PersonName.parse(name)),
  ),
  anEmail().map(
    (email): Behaviour =>
      (user) =>
        user.changeEmail(Email.parse(email)),
  ),
  aText({ maxLength: 20 }).map(
    (hash): Behaviour =>
      (user) =>
        user.changePassword(hash),
  ),
  someSettings().map(
    (settings): Behaviour =>
      (user) =>
        user.changeSettings(settings),
  ),
  fc.constantFrom(...userRoles).map(
    (role): Behaviour =>
      (user) =>
        user.changeRole(role),
  ),
  fc.constantFrom<Behaviour>(
    (user) => user.verifyEmail(),
    (user) => user.delete(),
  ),
);
const restoring: fc.Arbitrary<Behaviour> = fc.constant((user) => user.restore());
const life = fc.array(fc.oneof({ weight: 6, arbitrary: behaviour }, restoring), { maxLength: 12 });

test("a restored user is what was stored, and nothing has happened to it", () => {
  fc.assert(
    fc.property(aUserSnapshot(), (snapshot) => {
      const user = factory.restore(snapshot);
      expect(user.snapshot).toStrictEqual(snapshot);
      expect(user.events).toEqual([]);
    }),
    { seed: 1 },
  );
});

test("whatever happens, each step changes the user with an event, or neither", () => {
  const stepsThat = { change: 0, keep: 0, fail: 0 };
  fc.assert(
    fc.property(aUserSnapshot(), life, (stored, steps) => {
      const user = factory.restore(stored);
      for (const step of steps) {
        const before = { snapshot: user.snapshot, events: user.events.length };
        clock.forward({ minutes: 1 });
        const failed = failsWithDomainError(() => step(user));
        const changed = user.snapshot !== before.snapshot;
        stepsThat[failed ? "fail" : changed ? "change" : "keep"] += 1;
        expect(user.events.length - before.events).toBe(changed ? 1 : 0);
        expect(failed && changed).toBe(false);
        expect(changed && isSameButForTheTime(before.snapshot, user.snapshot)).toBe(false);
        expect(changed && user.snapshot.updatedAt.getTime() !== clock.now().getTime()).toBe(false);
        expect(Object.isFrozen(user.snapshot)).toBe(true);
      }
      const { id, version, createdAt, identities } = user.snapshot;
      expect({ id, version, createdAt, identities }).toStrictEqual({
        id: stored.id,
        version: stored.version,
        createdAt: stored.createdAt,
        identities: stored.identities,
      });
    }),
    { seed: 1 },
  );
  for (const count of Object.values(stepsThat)) expect(count, JSON.stringify(stepsThat)).toBeGreaterThan(20);
});

test("a deleted user refuses everything but to be restored", () => {
  fc.assert(
    fc.property(aUserSnapshot(), behaviour, (stored, step) => {
      const user = factory.restore({ ...stored, deletedAt: clock.now() });
      const before = user.snapshot;
      expect(failsWithDomainError(() => step(user))).toBe(true);
      expect(user.snapshot).toBe(before);
      user.restore();
      expect(user.snapshot.deletedAt).toBeNull();
    }),
    { seed: 1 },
  );
});

test("only the address that was verified is verified", () => {
  fc.assert(
    fc.property(aUserSnapshot(), anEmail(), fc.boolean(), (stored, other, same) => {
      const user = factory.restore({ ...stored, deletedAt: null });
      const email = Email.parse(same ? stored.email.toLowerCase() : other);
      user.changeEmail(email);
      const isTheSame = email.equals(Email.parse(stored.email));
      expect(user.snapshot.emailVerifiedAt).toEqual(isTheSame ? stored.emailVerifiedAt : null);
    }),
    { seed: 1 },
  );
});

function isSameButForTheTime(one: UserSnapshot, other: UserSnapshot): boolean {
  return isDeepStrictEqual(one, { ...other, updatedAt: one.updatedAt });
}

function failsWithDomainError(step: () => void): boolean {
  try {
    step();
    return false;
  } catch (error) {
    if (error instanceof DomainError) return true;
    throw error;
  }
}

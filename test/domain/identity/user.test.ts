import { describe, expect, test } from "vitest";
import { EmailAlreadyVerified, InvalidSettings, UserIsDeleted } from "#domain/identity/errors.ts";
import { PersonName } from "#domain/identity/person-name.ts";
import { UserFactory } from "#domain/identity/user-factory.ts";
import type { User } from "#domain/identity/user.ts";
import { Email } from "#domain/shared/email.ts";
import { sequentialIds } from "#test/support/identity/sequential-ids.ts";
import { SettableClock } from "#test/support/identity/settable-clock.ts";
import { aUser } from "#test/support/identity/user-builder.ts";

const clock = new SettableClock();
const now = clock.now();
const grace = PersonName.parse("Grace Hopper");
const ada = aUser().withEmail("ada@example.com").withName("Ada Lovelace").withPasswordHash("old hash");

interface Behaviour {
  readonly of?: typeof ada;
  readonly does: (user: User) => void;
  readonly becomes: object;
  readonly event: object;
}

const behaviours: Record<string, Behaviour> = {
  "a user is renamed": {
    does: (user) => user.rename(grace),
    becomes: { name: "Grace Hopper" },
    event: { type: "UserRenamed" },
  },
  "a new e-mail address is not verified": {
    of: ada.verified(),
    does: (user) => user.changeEmail(Email.parse("countess@example.com")),
    becomes: { email: "countess@example.com", emailVerifiedAt: null },
    event: { type: "UserEmailChanged" },
  },
  "an e-mail address in another case stays verified": {
    of: ada.verified(now),
    does: (user) => user.changeEmail(Email.parse("Ada@Example.com")),
    becomes: { email: "Ada@Example.com", emailVerifiedAt: now },
    event: { type: "UserEmailChanged" },
  },
  "an e-mail address is verified": {
    does: (user) => user.verifyEmail(),
    becomes: { emailVerifiedAt: now },
    event: { type: "UserEmailVerified" },
  },
  "a password is changed": {
    does: (user) => user.changePassword("new hash"),
    becomes: { passwordHash: "new hash" },
    event: { type: "UserPasswordChanged" },
  },
  "settings are changed where they are given": {
    of: ada.withSettings({ locale: "en", timeZone: "Europe/London", marketingEmails: true }),
    does: (user) => user.changeSettings({ locale: "de", timeZone: null }),
    becomes: { settings: { locale: "de", timeZone: null, marketingEmails: true } },
    event: { type: "UserSettingsChanged" },
  },
  "a role is changed, and the event tells which": {
    does: (user) => user.changeRole("admin"),
    becomes: { role: "admin" },
    event: { type: "UserRoleChanged", role: "admin" },
  },
  "a user is deleted": {
    does: (user) => user.delete(),
    becomes: { deletedAt: now },
    event: { type: "UserDeleted" },
  },
  "a deleted user is restored": {
    of: ada.deleted(),
    does: (user) => user.restore(),
    becomes: { deletedAt: null },
    event: { type: "UserRestored" },
  },
};

describe("behaviour changes what it says, the time of the change, and records one event", () => {
  test.for(Object.entries(behaviours))("%s", ([, { of = ada, does, becomes, event }]) => {
    const user = of.build(clock);
    const before = user.snapshot;
    does(user);
    expect(user.snapshot).toStrictEqual({ ...before, updatedAt: now, ...becomes });
    expect(user.events).toStrictEqual([{ ...event, occurredAt: now }]);
  });
});

describe("what changes nothing records nothing", () => {
  test.for<[string, typeof ada, (user: User) => void]>([
    ["the same name", ada, (user) => user.rename(PersonName.parse("Ada Lovelace"))],
    ["the same e-mail address", ada.verified(), (user) => user.changeEmail(Email.parse("ada@example.com"))],
    ["the same password hash", ada, (user) => user.changePassword("old hash")],
    ["the same settings", ada.withSettings({ locale: "de" }), (user) => user.changeSettings({ locale: "DE" })],
    ["no settings at all", ada, (user) => user.changeSettings({})],
    ["the same role", ada, (user) => user.changeRole("member")],
    ["restoring who isn't deleted", ada, (user) => user.restore()],
  ])("%s", ([, builder, change]) => {
    const user = builder.build(clock);
    const before = user.snapshot;
    change(user);
    expect(user.snapshot).toBe(before);
    expect(user.events).toEqual([]);
  });
});

describe("what is refused changes nothing", () => {
  const verify = (user: User) => user.verifyEmail();
  const wrongLocale = (user: User) => user.changeSettings({ marketingEmails: true, locale: "no such" });

  test("verifying an address that is verified", () => {
    const user = ada.verified().build(clock);
    expect(() => verify(user)).toThrow(EmailAlreadyVerified);
    expect(user.snapshot).toStrictEqual(ada.verified().build().snapshot);
    expect(user.events).toEqual([]);
  });

  test("settings of which one is wrong", () => {
    const user = ada.build(clock);
    expect(() => wrongLocale(user)).toThrow(InvalidSettings);
    expect(user.snapshot).toStrictEqual(ada.build().snapshot);
    expect(user.events).toEqual([]);
  });

  test.for<[string, (user: User) => void]>([
    ["renamed", (user) => user.rename(grace)],
    ["renamed to the same name", (user) => user.rename(PersonName.parse("Ada Lovelace"))],
    ["given another e-mail address", (user) => user.changeEmail(Email.parse("new@example.com"))],
    ["verified", verify],
    ["given another password", (user) => user.changePassword("new hash")],
    ["given other settings", (user) => user.changeSettings({ locale: "de" })],
    ["given another role", (user) => user.changeRole("admin")],
    ["given the same role", (user) => user.changeRole("member")],
    ["deleted again, be it in the same millisecond", (user) => user.delete()],
  ])("a deleted user is not %s", ([, change]) => {
    const builder = ada.deleted(now);
    const user = builder.build(clock);
    expect(() => change(user)).toThrow(UserIsDeleted);
    expect(user.snapshot).toStrictEqual(builder.build().snapshot);
    expect(user.events).toEqual([]);
  });
});

test("several changes are recorded in their order, each at its time", () => {
  const moving = new SettableClock();
  const user = ada.build(moving);
  user.rename(grace);
  moving.forward({ minutes: 1 });
  user.delete();
  user.restore();
  expect(user.events.map(({ type }) => type)).toEqual(["UserRenamed", "UserDeleted", "UserRestored"]);
  expect(user.events.map(({ occurredAt }) => occurredAt.getTime() - now.getTime())).toEqual([0, 60_000, 60_000]);
  expect(user.snapshot.updatedAt).toEqual(moving.now());
});

describe("the state of a user doesn't leak", () => {
  test("a snapshot can't be altered, nor what is in it", () => {
    const { snapshot } = ada.withIdentity("workos", "user_1").withSettings({ locale: "de" }).build();
    expect(() => Object.assign(snapshot, { role: "admin" })).toThrow(TypeError);
    expect(() => Object.assign(snapshot.settings, { locale: "fr" })).toThrow(TypeError);
    expect(() => Object.assign(snapshot.identities, { 0: { provider: "x", subject: "y" } })).toThrow(TypeError);
    expect(() => Object.assign(snapshot.identities[0]!, { subject: "user_2" })).toThrow(TypeError);
  });

  test("a snapshot taken before a change stays as it was", () => {
    const user = ada.build();
    const before = user.snapshot;
    user.rename(grace);
    expect(before.name).toBe("Ada Lovelace");
  });

  test("whoever gave the state can go on using it, and doesn't change the user", () => {
    const identities = [{ provider: "workos", subject: "user_1" }];
    const given = { ...ada.build().snapshot, name: "Ada Lovelace", identities };
    const user = new UserFactory(clock, sequentialIds()).restore(given);
    identities.push({ provider: "github", subject: "7" });
    Object.assign(given, { name: "Eve" });
    expect(user.snapshot).toMatchObject({
      name: "Ada Lovelace",
      identities: [{ provider: "workos", subject: "user_1" }],
    });
  });
});

import { expect, test } from "vitest";
import { PersonName } from "#domain/identity/person-name.ts";
import { UserFactory } from "#domain/identity/user-factory.ts";
import { Email } from "#domain/shared/email.ts";
import { sequentialIds } from "#test/support/identity/sequential-ids.ts";
import { SettableClock } from "#test/support/identity/settable-clock.ts";
import { aUser } from "#test/support/identity/user-builder.ts";

const clock = new SettableClock();
const now = clock.now();
const email = Email.parse("Ada@example.com");
const name = PersonName.parse("Ada Lovelace");
const registered = { type: "UserRegistered", occurredAt: now };

const newMember = {
  id: "00000001-0000-7000-8000-000000000000",
  email: "Ada@example.com",
  name: "Ada Lovelace",
  role: "member",
  settings: { locale: "en", timeZone: null, marketingEmails: false },
  version: 1,
  createdAt: now,
  updatedAt: now,
  deletedAt: null,
};

const factory = () => new UserFactory(clock, sequentialIds());

test("who registers is a member with an unverified address", () => {
  const user = factory().register({ email, name, passwordHash: "hash" });
  const own = { passwordHash: "hash", emailVerifiedAt: null, identities: [] };
  expect(user.snapshot).toStrictEqual({ ...newMember, ...own });
  expect(user.events).toStrictEqual([registered]);
});

test("who comes from an outside identity provider has no password and a verified address", () => {
  const identity = { provider: "workos", subject: "user_1" };
  const user = factory().registerFromOutside({ email, name, identity });
  const own = { passwordHash: null, emailVerifiedAt: now, identities: [identity] };
  expect(user.snapshot).toStrictEqual({ ...newMember, ...own });
  expect(user.events).toStrictEqual([registered]);
});

test("each new user has an id of its own", () => {
  const users = factory();
  const [first, second] = [1, 2].map(() => users.register({ email, name, passwordHash: "hash" }));
  expect(first!.snapshot.id).not.toBe(second!.snapshot.id);
});

test("a stored user comes back as it was, and nothing has happened to it", () => {
  const { snapshot } = aUser().admin().verified().deleted().build();
  const user = factory().restore(snapshot);
  expect(user.snapshot).toStrictEqual(snapshot);
  expect(user.events).toEqual([]);
});

import { expect } from "vitest";
import { PersonName } from "#domain/identity/person-name.ts";
import { changedSettings } from "#domain/identity/user-settings.ts";
import { Email } from "#domain/shared/email.ts";
import { valueOf } from "#test/support/ad-hoc-statement.ts";
import { postgresAdapters } from "#test/support/identity/postgres-adapters.ts";
import { expectSeededOnce, idsOf, withSampleData } from "#test/support/sample-data.ts";

const test = withSampleData("identity");

test("there are 300 users", async ({ world }) => {
  const count = "SELECT count(*)::int FROM identity.users";
  expect(await world.withConnection((connection) => valueOf(connection, count))).toBe(300);
});

test("users are what the domain would make of their names, addresses and settings", async ({ world }) => {
  const { users, sessions } = postgresAdapters(world);
  for (const id of await idsOf<"User">(world, "identity.users", 7)) {
    const { snapshot } = await users.read(id);
    expect(Email.parse(snapshot.email).toString()).toBe(snapshot.email);
    expect(PersonName.parse(snapshot.name).toString()).toBe(snapshot.name);
    expect(changedSettings(snapshot.settings, {})).toEqual(snapshot.settings);
    expect(await sessions.updateAllOf(id, (session) => session.logOut())).toBe(0);
  }
});

test("seeding again changes nothing, and brings nothing back that was removed", async ({ db }) => {
  await expectSeededOnce(db, "identity", "UPDATE identity.users SET name = 'Somebody else' WHERE role = 'member'");
});

import { describe, expect } from "vitest";
import { PersonName } from "#domain/identity/person-name.ts";
import { test as base } from "#test/support/fixtures.ts";
import { postgresAdapters } from "#test/support/identity/postgres-adapters.ts";
import { aSession } from "#test/support/identity/session-builder.ts";
import { aUser } from "#test/support/identity/user-builder.ts";
import { testIdentity } from "#test/support/identity/test-identity.ts";
import { measuredDataSource } from "#test/support/measured-data-source.ts";

const grace = PersonName.parse("Grace Hopper");

/** Identity on one open connection, which has prepared no statement yet, and what a work costs there. */
const test = base.extend("measured", async ({ db }, { onCleanup }) => {
  const { dataSource, costOf, close } = await measuredDataSource(db);
  onCleanup(close);
  return { ...postgresAdapters(dataSource), costOf };
});

describe("what users cost", () => {
  test("create: 1 round trip for a user with settings, identities and events", async ({ measured }) => {
    const { users, costOf } = measured;
    const user = aUser().withIdentity("workos", "user_1").build();
    expect(await costOf(() => users.create(user))).toEqual({
      roundTrips: 1,
      statements: ["user.insertUser", "user.insertSettings", "user.insertIdentities", "event.appendEvents"],
    });
    expect((await users.read(user.snapshot.id)).snapshot).toEqual(user.snapshot);
  });

  test("read: 1", async ({ measured }) => {
    const { users, costOf } = measured;
    const user = aUser().withIdentity("workos", "user_1").build();
    await users.create(user);
    expect(await costOf(() => users.read(user.snapshot.id))).toEqual({ roundTrips: 1, statements: ["user.findUser"] });
  });

  test("update: 2, one to read and lock, one to save and commit", async ({ measured }) => {
    const { users, costOf } = measured;
    const user = aUser().build();
    const { id } = user.snapshot;
    await users.create(user);
    expect(await costOf(() => users.update(id, (stored) => stored.rename(grace)))).toEqual({
      roundTrips: 2,
      statements: ["user.lockUser", "user.findIdentities", "user.updateUser", "event.appendEvents"],
    });
    expect((await users.read(id)).snapshot.name).toBe("Grace Hopper");
  });

  test("update of what another table holds: 2 as well", async ({ measured }) => {
    const { users, costOf } = measured;
    const user = aUser().build();
    const { id } = user.snapshot;
    await users.create(user);
    const change = () => users.update(id, (stored) => stored.changeSettings({ timeZone: "Europe/London" }));
    expect(await costOf(change)).toMatchObject({ roundTrips: 2, statements: { length: 5 } });
    expect((await users.read(id)).snapshot.settings.timeZone).toBe("Europe/London");
  });

  test("update that changes nothing: 2, and no statement that writes", async ({ measured }) => {
    const { users, costOf } = measured;
    const user = aUser().build();
    await users.create(user);
    expect(await costOf(() => users.update(user.snapshot.id, () => undefined))).toEqual({
      roundTrips: 2,
      statements: ["user.lockUser", "user.findIdentities"],
    });
  });

  test("a change of role: 4, for the administrators, the user, what is saved, and COMMIT", async ({ measured }) => {
    const { identity, administrator, register } = testIdentity(measured);
    const [{ id: by }, { id: userId }] = [await administrator(), await register()];
    expect(await measured.costOf(() => identity.changeRole({ by, userId, role: "admin" }))).toEqual({
      roundTrips: 4,
      statements: [
        "user.lockAdministratorIds",
        "user.lockUser",
        "user.findIdentities",
        "user.updateUser",
        "event.appendEvents",
      ],
    });
  });

  test("a page with its total: 2, both queries in one and COMMIT", async ({ measured }) => {
    const { users, userDirectory, costOf } = measured;
    await users.create(aUser().build());
    expect(await costOf(() => userDirectory.list({ deleted: false }, 20))).toEqual({
      roundTrips: 2,
      statements: ["user-directory.listUsers", "user-directory.countUsers"],
    });
  });
});

describe("what sessions cost", () => {
  test("create: 1", async ({ measured }) => {
    const { users, sessions, costOf } = measured;
    const user = aUser().build();
    await users.create(user);
    const session = aSession().of(user.snapshot.id).build();
    expect(await costOf(() => sessions.create(session))).toEqual({
      roundTrips: 1,
      statements: ["session.insertSession", "event.appendEvents"],
    });
    expect((await sessions.read(session.snapshot.id)).snapshot).toEqual(session.snapshot);
  });

  test("update: 2", async ({ measured }) => {
    const { users, sessions, costOf } = measured;
    const user = aUser().build();
    await users.create(user);
    const session = aSession().of(user.snapshot.id).build();
    await sessions.create(session);
    expect(await costOf(() => sessions.update(session.snapshot.id, (stored) => stored.logOut()))).toEqual({
      roundTrips: 2,
      statements: ["session.lockSession", "session.updateSession", "event.appendEvents"],
    });
    expect((await sessions.read(session.snapshot.id)).snapshot.revokedAt).not.toBeNull();
  });

  test("update of all of a user: 2, however many there are", async ({ measured }) => {
    const { users, sessions, costOf } = measured;
    const user = aUser().build();
    const { id } = user.snapshot;
    await users.create(user);
    for (let n = 0; n < 5; n++) await sessions.create(aSession().of(id).build());
    const logOutAll = async () => expect(await sessions.updateAllOf(id, (stored) => stored.logOut())).toBe(5);
    expect(await costOf(logOutAll)).toMatchObject({ roundTrips: 2, statements: { length: 1 + 2 * 5 } });
  });
});

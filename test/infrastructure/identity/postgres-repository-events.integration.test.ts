import { describe, expect } from "vitest";
import { EmailAlreadyTaken } from "#domain/identity/errors.ts";
import { PersonName } from "#domain/identity/person-name.ts";
import { Email } from "#domain/shared/email.ts";
import { aSession } from "#test/support/identity/session-builder.ts";
import { test } from "#test/support/identity/postgres-adapters.ts";
import { storedEvents } from "#test/support/stored-events.ts";
import { aUser } from "#test/support/identity/user-builder.ts";

const name = PersonName.parse("Ada Lovelace");
const grace = PersonName.parse("Grace Hopper");
const registration = { email: Email.parse("ada@example.com"), name, passwordHash: "hash" };

describe("the events of a change are stored with it", () => {
  test("of a user, in their order, with the version they led to", async ({
    db,
    identity: { users, userFactory, clock },
  }) => {
    const user = userFactory.register(registration);
    const { id } = user.snapshot;
    const registered = clock.now();
    await users.create(user);
    clock.forward({ days: 1, milliseconds: 1 });
    const changed = clock.now();
    await users.update(id, (stored) => {
      stored.rename(grace);
      stored.changeRole("admin");
      stored.delete();
    });
    clock.forward({ days: 1 });
    await users.update(id, (stored) => stored.restore());

    const data = {};
    expect(await storedEvents(db.dataSource, "identity", id)).toEqual([
      { version: 1, position: 1, type: "UserRegistered", data, occurredAt: registered },
      { version: 2, position: 1, type: "UserRenamed", data, occurredAt: changed },
      { version: 2, position: 2, type: "UserRoleChanged", data: { role: "admin" }, occurredAt: changed },
      { version: 2, position: 3, type: "UserDeleted", data, occurredAt: changed },
      { version: 3, position: 1, type: "UserRestored", data, occurredAt: clock.now() },
    ]);
  });

  test("of a session, with what there is to tell", async ({ db, identity: { users, sessions, sessionFactory } }) => {
    const owner = aUser().build();
    await users.create(owner);
    const { snapshot } = aSession().of(owner.snapshot.id).withHash("first").build();
    const { id } = snapshot;
    await sessions.create(sessionFactory.start(snapshot));
    await sessions.update(id, (stored) => stored.refresh("first", "second"));
    await sessions.update(id, (stored) => stored.refresh("first", "third"));
    expect(await storedEvents(db.dataSource, "identity", id)).toMatchObject([
      { version: 1, type: "SessionStarted", data: {} },
      { version: 2, type: "SessionRefreshed", data: {} },
      { version: 3, type: "SessionRevoked", data: { reason: "token-reused" } },
    ]);
  });

  test("of every session that a change of all reached", async ({ db, identity: { users, sessions } }) => {
    const owner = aUser().build();
    await users.create(owner);
    const [first, second] = [1, 2].map(() => aSession().of(owner.snapshot.id).build());
    await sessions.create(first!);
    await sessions.create(second!);
    await sessions.updateAllOf(owner.snapshot.id, (stored) => stored.logOut());
    for (const { snapshot } of [first!, second!]) {
      expect(await storedEvents(db.dataSource, "identity", snapshot.id)).toMatchObject([
        { version: 2, type: "SessionRevoked", data: { reason: "logged-out" } },
      ]);
    }
  });

  test("of forty changes at once, one for each version", async ({ db, identity: { users } }) => {
    const user = aUser().build();
    const { id } = user.snapshot;
    await users.create(user);
    const versions = Array.from({ length: 40 }, (_, n) => n + 2);
    await Promise.all(versions.map((n) => users.update(id, (stored) => stored.rename(PersonName.parse(`Name ${n}`)))));
    const events = await storedEvents(db.dataSource, "identity", id);
    expect(events).toMatchObject(versions.map((version) => ({ version, position: 1, type: "UserRenamed" })));
  });
});

describe("no event is stored", () => {
  test("when the change throws, or nothing has changed", async ({ db, identity: { users } }) => {
    const user = aUser().withName("Ada Lovelace").build();
    const { id } = user.snapshot;
    await users.create(user);
    await users.update(id, (stored) => stored.rename(name));
    const change = users.update(id, (stored) => {
      stored.rename(grace);
      throw new Error("changed my mind");
    });
    await expect(change).rejects.toThrow("changed my mind");
    expect(await storedEvents(db.dataSource, "identity", id)).toEqual([]);
  });

  test("when the change is a conflict", async ({ db, identity: { users, userFactory } }) => {
    await users.create(userFactory.register(registration));
    const second = userFactory.register(registration);
    await expect(users.create(second)).rejects.toThrow(EmailAlreadyTaken);
    expect(await storedEvents(db.dataSource, "identity", second.snapshot.id)).toEqual([]);
  });

  test("when the transaction around it is rolled back", async ({ db, identity: { users, transactions } }) => {
    const user = aUser().build();
    const { id } = user.snapshot;
    await users.create(user);
    const work = transactions.run(async () => {
      await users.update(id, (stored) => stored.delete());
      throw new Error("too late");
    });
    await expect(work).rejects.toThrow("too late");
    expect(await storedEvents(db.dataSource, "identity", id)).toEqual([]);
  });
});

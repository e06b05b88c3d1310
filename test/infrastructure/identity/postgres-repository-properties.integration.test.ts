import fc from "fast-check";
import { expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { aSessionSnapshot, aUserSnapshot } from "#test/support/identity/arbitraries.ts";
import { test as base } from "#test/support/identity/postgres-adapters.ts";
import { aUser } from "#test/support/identity/user-builder.ts";
import { prepareReset } from "#test/support/reset-tables.ts";

/** Empties the database, so that a value may come twice, as it does when fast-check looks for the smallest one that fails. */
const test = base.extend("empty", async ({ db }, { onCleanup }) => {
  const client = await connectPlainly(db.url, "plinth tests");
  onCleanup(() => client.end());
  return prepareReset(client);
});

test("any user that is stored is read as it was", async ({ identity: { users, userFactory }, empty }) => {
  const isReadAsItWas = fc.asyncProperty(aUserSnapshot(), async (snapshot) => {
    await users.create(userFactory.restore(snapshot));
    const read =
      snapshot.deletedAt === null ? await users.read(snapshot.id) : await users.update(snapshot.id, () => undefined);
    const { identities, ...fields } = read.snapshot;
    const { identities: stored, ...storedFields } = snapshot;
    expect(fields).toStrictEqual(storedFields);
    expect(new Set(identities)).toStrictEqual(new Set(stored));
  });
  await fc.assert(isReadAsItWas, { seed: 1, plugins: [fc.beforeEach(empty)] });
});

test("any session that is stored is read as it was", async ({
  identity: { users, sessions, sessionFactory },
  empty,
}) => {
  const owner = aUser().build();
  const isReadAsItWas = fc.asyncProperty(aSessionSnapshot(), async (snapshot) => {
    await users.create(owner);
    const session = sessionFactory.restore({ ...snapshot, userId: owner.snapshot.id });
    await sessions.create(session);
    expect((await sessions.read(snapshot.id)).snapshot).toStrictEqual(session.snapshot);
  });
  await fc.assert(isReadAsItWas, { seed: 1, plugins: [fc.beforeEach(empty)] });
});

import { expect } from "vitest";
import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { eventually } from "#test/support/eventually.ts";
import { test as base } from "#test/support/fixtures.ts";
import { fullSize, seed } from "../../bench/data.ts";
import { openLibrary } from "../../bench/libraries.ts";
import { type Library, orders, users } from "../../bench/library.ts";
import { verify } from "../../bench/verify.ts";

const test = base
  .extend("client", async ({ emptyDatabase: { url } }, { onCleanup }) => {
    const directory = new URL("../../bench/migrations", import.meta.url).pathname;
    await migrate({ url, directory, order: ["shop"] });
    const client = await connectPlainly(url, "plinth tests");
    onCleanup(() => client.end());
    await seed(client, { ...fullSize, users: 20, orders: 60 });
    return client;
  })
  .extend("library", async ({ emptyDatabase: { url } }, { onCleanup }) => {
    const library = await openLibrary("plinth", url, 4);
    onCleanup(() => library.close());
    return library;
  });

test("a library that does everything right passes", async ({ client, library }) => {
  await expect(verify(library, client)).resolves.toBeUndefined();
});

test.for<[string, (library: Library) => Partial<Library>, string]>([
  [
    "finds another user",
    (right) => ({
      findUser: async (id) => users.restore({ ...(await right.findUser(id)).snapshot, email: "eve@example.com" }),
    }),
    "find: another user",
  ],
  [
    "saves nothing",
    () => ({
      async updateUser(id, change) {
        const user = users.restore({ ...(await this.findUser?.(id))?.snapshot } as never);
        change(user);
        return user;
      },
    }),
    "update:",
  ],
  [
    "doesn't count the version up in what it returns",
    (right) => ({
      async updateUser(id, change) {
        const { snapshot } = await right.updateUser(id, change);
        return users.restore({ ...snapshot, version: snapshot.version - 1 });
      },
    }),
    "update: returned another state",
  ],
  [
    "leaves an item out",
    (right) => ({
      createOrder: ({ snapshot }) => right.createOrder(orders.restore({ ...snapshot, items: snapshot.items.slice(1) })),
    }),
    "create: a wrong order",
  ],
  [
    "turns a page round",
    (right) => ({ listOrders: async (after, limit) => (await right.listOrders(after, limit)).toReversed() }),
    "page: another page",
  ],
  [
    "gives a page without the last order",
    (right) => ({ listOrders: (after, limit) => right.listOrders(after, limit - 1) }),
    "page: another page",
  ],
  [
    "turns the items of an order round",
    (right) => ({
      listOrders: async (after, limit) =>
        (await right.listOrders(after, limit)).map(({ snapshot }) =>
          orders.restore({ ...snapshot, items: snapshot.items.toReversed() }),
        ),
    }),
    "page: another page",
  ],
  [
    "inserts 999 of 1,000 rows",
    (right) => ({ insertMovements: (movements) => right.insertMovements(movements.slice(1)) }),
    "insert: wrong rows",
  ],
  [
    "forgets an optional value",
    (right) => ({
      insertMovements: (movements) => right.insertMovements(movements.map((one) => ({ ...one, reason: null }))),
    }),
    "insert: wrong rows",
  ],
])("a library that %s is noticed", async ([, plant, message], { client, library }) => {
  await expect(verify({ ...library, ...plant(library) }, client)).rejects.toThrow(message);
});

test("a library that reads without a lock is noticed", async ({ client, library }) => {
  let reading = 0;
  const unlocked: Library = {
    ...library,
    async updateUser(id, change) {
      reading++;
      const user = await library.findUser(id).finally(() => reading--);
      // Who began at the same time reads the same version, however quick the first is.
      await eventually(() => reading === 0);
      const before = user.snapshot.version;
      change(user);
      const { name, updatedAt } = user.snapshot;
      if (name !== "Nobody" && user.events.length > 0) {
        await client.query("UPDATE shop.users SET name = $2, updated_at = $3, version = $4 WHERE id = $1", [
          ...[id, name, updatedAt, before + 1],
        ]);
      }
      return users.restore({ ...user.snapshot, version: before + 1 });
    },
  };
  await expect(verify(unlocked, client)).rejects.toThrow("update: parallel changes lost versions");
});

test("a library that leaves half an order is noticed", async ({ client, library }) => {
  const careless: Library = {
    ...library,
    async createOrder({ snapshot }) {
      const known = snapshot.items.slice(0, 5);
      await library.createOrder(orders.restore({ ...snapshot, items: known }));
      if (known.length < snapshot.items.length) throw new Error("An item of an unknown product.");
    },
  };
  await expect(verify(careless, client)).rejects.toThrow("create: half an order was left");
});

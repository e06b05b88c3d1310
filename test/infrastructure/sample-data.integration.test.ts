import { expect } from "vitest";
import { parseProductDetails } from "#domain/catalog/product-details.ts";
import { PersonName } from "#domain/identity/person-name.ts";
import { changedSettings } from "#domain/identity/user-settings.ts";
import { parseCurrency } from "#domain/ledger/currency.ts";
import { createItem, totalOf } from "#domain/ordering/order-item.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";
import { parseRoomFields } from "#domain/organization/room.ts";
import { parseSlug } from "#domain/organization/text.ts";
import { Email } from "#domain/shared/email.ts";
import { type Id, parseId } from "#domain/shared/id.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { seed } from "#infrastructure/shared/database/migrations/seed.ts";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { postgresAdapters as catalogOn } from "#test/support/catalog/postgres-adapters.ts";
import { postgresAdapters as identityOn } from "#test/support/identity/postgres-adapters.ts";
import { readBooks } from "#test/support/ledger/books.ts";
import { postgresAdapters as ledgerOn } from "#test/support/ledger/postgres-adapters.ts";
import { postgresAdapters as orderingOn } from "#test/support/ordering/postgres-adapters.ts";
import { postgresAdapters as organizationOn } from "#test/support/organization/postgres-adapters.ts";
import { test } from "#test/support/sample-world.ts";

test("the sample world has its size", async ({ world }) => {
  const counts = await world.dataSource.withConnection((connection) =>
    run(
      connection,
      `SELECT (SELECT count(*)::int FROM identity.users) AS users,
              (SELECT count(*)::int FROM organization.organizations) AS organizations,
              (SELECT count(*)::int FROM catalog.products) AS products,
              (SELECT count(*)::int FROM ordering.orders) AS orders,
              (SELECT count(*)::int FROM ledger.accounts) AS accounts`,
    ),
  );
  expect(counts).toEqual([{ users: 300, organizations: 40, products: 2000, orders: 10_000, accounts: 400 }]);
});

test("users are what the domain would make of their names, addresses and settings", async ({ world }) => {
  const { users, sessions } = identityOn(world.dataSource);
  for (const id of await idsOf<"User">(world.dataSource, "identity.users", 7)) {
    const { snapshot } = await users.read(id);
    expect(Email.parse(snapshot.email).toString()).toBe(snapshot.email);
    expect(PersonName.parse(snapshot.name).toString()).toBe(snapshot.name);
    expect(changedSettings(snapshot.settings, {})).toEqual(snapshot.settings);
    expect(await sessions.updateAllOf(id, (session) => session.logOut())).toBe(0);
  }
});

test("organizations have an owner, and rooms that the domain and the whitelist allow", async ({ world }) => {
  const { organizations, organizationDirectory, rooms } = organizationOn(world.dataSource);
  for (const id of await idsOf<"Organization">(world.dataSource, "organization.organizations", 1)) {
    const { members, slug } = (await organizations.read(id)).snapshot;
    expect(parseSlug(slug)).toBe(slug);
    expect(members.length).toBeGreaterThan(2);
    const owner = members.find(({ role }) => role === "owner")!;
    const overview = await organizationDirectory.overview(id, owner.userId);
    expect(overview.rooms.length).toBeGreaterThan(0);
    for (const room of overview.rooms) {
      const { snapshot } = await rooms.read({ organizationId: id, id: parseId(room.id) });
      const { name, layout, capacity, description } = snapshot;
      const fields = { name, layout, capacity, description };
      expect(parseRoomFields(fields)).toEqual(fields);
      await rooms.update({ organizationId: id, id: parseId(room.id) }, () => undefined);
    }
  }
});

test("products are what the domain would make of them", async ({ world }) => {
  const { products } = catalogOn(world.dataSource);
  for (const id of await idsOf<"Product">(world.dataSource, "catalog.products", 13)) {
    const { sku, name, description, price, stockQuantity } = (await products.read(id)).snapshot;
    const fields = { sku, name, description, price, stockQuantity };
    const details = parseProductDetails(fields);
    const [madeSku, madeName, madePrice] = [details.sku, details.name, details.price].map(String);
    expect({ ...details, sku: madeSku, name: madeName, price: madePrice }).toEqual(fields);
  }
});

test("orders have numbers that check themselves, items at the prices of the products, and totals", async ({
  world,
}) => {
  const { orders, productPrices } = orderingOn(world.dataSource);
  for (const id of await idsOf<"Order">(world.dataSource, "ordering.orders", 97)) {
    const { snapshot } = await orders.read(id);
    const { items, orderNumber, totalAmount, status, version, createdAt, updatedAt } = snapshot;
    expect(await orders.readByNumber(OrderNumber.parse(orderNumber))).toHaveProperty("snapshot", snapshot);
    const prices = await productPrices.find(items.map(({ productId }) => productId));
    for (const item of items) {
      const price = prices.find((product) => product.id === item.productId)!.price;
      expect(createItem(item.id, item, price)).toEqual(item);
    }
    expect(totalOf(items)).toBe(totalAmount);
    expect(status === "pending").toBe(version === 1);
    expect(updatedAt.getTime() > createdAt.getTime()).toBe(version > 1);
  }
});

test("every order has items that add up to its total, and a number that checks itself", async ({ world }) => {
  const rows = await world.dataSource.withConnection((connection) =>
    run(
      connection,
      `SELECT order_number, total_amount = (SELECT sum(subtotal) FROM ordering.order_items WHERE order_id = orders.id)
         AS adds_up FROM ordering.orders`,
    ),
  );
  const wrong = (rows as { orderNumber: string; addsUp: boolean | null }[]).filter(
    ({ orderNumber, addsUp }) => addsUp !== true || OrderNumber.parse(orderNumber).toString() !== orderNumber,
  );
  expect(wrong).toEqual([]);
  expect(rows).toHaveLength(10_000);
});

test("the books of the ledger add up", async ({ world }) => {
  const { faults, transfers, total } = await readBooks(world.dataSource);
  expect(faults).toEqual([]);
  expect(transfers).toHaveLength(5000);
  expect(Number(total)).toBeGreaterThan(0);
  const { accounts, accountDirectory } = ledgerOn(world.dataSource);
  for (const id of await idsOf<"Account">(world.dataSource, "ledger.accounts", 13)) {
    const { ownerId, balance, entryCount, version, currency } = (await accounts.read(id)).snapshot;
    expect(parseCurrency(currency)).toBe(currency);
    expect(version).toBe(entryCount + 1);
    const { items } = await accountDirectory.entriesOf(id, ownerId, 1);
    expect(items).toMatchObject([{ balanceAfter: balance, number: entryCount }]);
  }
});

test("a transfer of the sample world is between accounts of one currency, ordered by who owns the sender's", async ({
  world,
}) => {
  const strange = `SELECT count(*)::int FROM ledger.transfers
    JOIN ledger.accounts AS sender ON sender.id = from_account_id JOIN ledger.accounts AS receiver ON receiver.id = to_account_id
    WHERE sender.currency <> receiver.currency OR ordered_by <> sender.owner_id`;
  expect(await world.dataSource.withConnection((connection) => valueOf(connection, strange))).toBe(0);
});

test("what one context says of another's things is so", async ({ world }) => {
  const strange = `
    SELECT 'product' AS of, id FROM catalog.products FULL JOIN ordering.products AS copy USING (id)
    WHERE (products.name, products.price, archived_at IS NULL) IS DISTINCT FROM (copy.name, copy.price, copy.available)
    UNION ALL SELECT 'customer', id FROM ordering.orders WHERE customer_id NOT IN (SELECT id FROM identity.users)
    UNION ALL SELECT 'owner', id FROM ledger.accounts WHERE owner_id NOT IN (SELECT id FROM identity.users)
    UNION ALL SELECT 'member', user_id FROM organization.memberships WHERE user_id NOT IN (SELECT id FROM identity.users)`;
  expect(await world.dataSource.withConnection((connection) => run(connection, strange))).toEqual([]);
});

test("seeding again changes nothing, and brings nothing back that was removed", async ({ db: world }) => {
  await seed({ url: world.url });
  const before = await contentsOf(world.dataSource);
  await seed({ url: world.url });
  expect(await contentsOf(world.dataSource)).toEqual(before);

  await world.dataSource.withConnection(async (connection) => {
    await run(
      connection,
      "DELETE FROM ordering.order_items WHERE id IN (SELECT max(id::text)::uuid FROM ordering.order_items)",
    );
    await run(connection, "DELETE FROM organization.memberships WHERE role = 'member'");
    await run(connection, "DELETE FROM organization.rooms WHERE layout = 'focus'");
    await run(connection, "UPDATE catalog.products SET price = 1 WHERE sku LIKE 'CHA%'");
  });
  const changed = await contentsOf(world.dataSource);
  expect(changed).not.toEqual(before);
  await seed({ url: world.url });
  expect(await contentsOf(world.dataSource)).toEqual(changed);
});

/** Each `step`-th id of a table. */
async function idsOf<Kind extends string>(dataSource: DataSource, table: string, step: number): Promise<Id<Kind>[]> {
  const text = `SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM ${table}) AS numbered WHERE number % ${step} = 0`;
  const rows = await dataSource.withConnection((connection) => run(connection, text));
  expect(rows.length).toBeGreaterThan(20);
  return (rows as { id: string }[]).map(({ id }) => parseId(id));
}

/** A hash of the rows of each table. */
async function contentsOf(dataSource: DataSource): Promise<Readonly<Record<string, unknown>>> {
  const tables =
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'";
  return dataSource.withConnection(async (connection) => {
    const contents: Record<string, unknown> = {};
    for (const { name } of (await run(connection, tables)) as { name: string }[]) {
      contents[name] = await valueOf(
        connection,
        `SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM ${name} AS t`,
      );
    }
    return contents;
  });
}

import type pg from "pg";

/** Who looks through the lists. */
export const reader = "00000000-0000-0000-0000-000000000001";
/** The organization with the many rooms, and the account with the many entries. */
export const placeOfReader = "00000000-0000-0000-0000-000000000002";

/**
 * Rows to page through, as SQL that a migrated database takes, the same each time. What belongs to somebody belongs to the
 * reader, and a tenth as many rows to a crowd of others with ten each: by them PostgreSQL guesses what a list costs, and may
 * so choose a plan for all values that is a bad one for the reader's.
 */
export const rows = {
  users: (count) => `
    INSERT INTO identity.users (id, email, name, role, version, created_at, updated_at, deleted_at)
    SELECT
      ${id("n")}, 'user-' || n || '@example.com', ${oneOf(["Ada", "Grace", "Edsger", "Barbara", "Alan"])} || ' ' || n,
      CASE WHEN n % 1000 = 0 THEN 'admin' ELSE 'member' END, 1, ${time("n")}, ${time("n")},
      CASE WHEN n % 100 = 7 THEN ${time("n")} END
    FROM generate_series(1, ${count}) AS n`,

  organizations: (count) => `
    INSERT INTO organization.organizations (id, name, slug, initialized, version, created_at)
    SELECT ${id("n")}, 'Organization ' || n, 'organization-' || n, true, 1, ${time("n")}
    FROM generate_series(1, ${count}) AS n;
    INSERT INTO organization.memberships (organization_id, user_id, role, joined_at)
    SELECT ${id("n")}, user_id, role, ${time("n")}
    FROM generate_series(1, ${count}) AS n
    CROSS JOIN LATERAL (VALUES (${id(`${count} + n / 100`)}, 'owner'), ('${reader}', 'member')) AS joined (user_id, role)
    WHERE role = 'member' OR n % 10 = 0`,

  rooms: (count) => `
    ${organizationsOfReader(count)};
    INSERT INTO organization.rooms (id, organization_id, name, layout, capacity, version, created_at)
    SELECT
      ${id("n")}, ${placeOrCrowd(count)},
      ${oneOf(["Amber", "Basalt", "Chalk", "Diamond"])} || ' ' || random(1, ${count}), 'boardroom', random(2, 24), 1, ${time("n")}
    FROM generate_series(1, ${withCrowd(count)}) AS n`,

  // One in 20 is accepted, and as many have expired.
  invitations: (count) => `
    ${organizationsOfReader(count)};
    INSERT INTO organization.invitations
      (id, organization_id, email, role, invited_by, token_hash, version, created_at, expires_at, accepted_at)
    SELECT
      ${id("n")}, ${placeOrCrowd(count)}, 'guest-' || n || '@example.com', 'member', '${reader}', 'hash-' || n, 1, ${time("n")},
      ${timeOfExpiry(count)}, CASE WHEN n % 20 = 3 THEN ${time("n")} END
    FROM generate_series(1, ${withCrowd(count * 2)}) AS n`,

  // One in 20 is used up, and as many have expired.
  invitationLinks: (count) => `
    ${organizationsOfReader(count)};
    INSERT INTO organization.invitation_links
      (id, organization_id, code, role, invited_by, max_uses, uses, version, created_at, expires_at)
    SELECT
      ${id("n")}, ${placeOrCrowd(count)}, 'code-' || n, 'member', '${reader}', 10, CASE WHEN n % 20 = 3 THEN 10 ELSE 1 END, 1,
      ${time("n")}, ${timeOfExpiry(count)}
    FROM generate_series(1, ${withCrowd(count * 2)}) AS n`,

  // One in 20 is sold out, one in 20 archived, one in 1000 of walnut; most prices are low.
  products: (count) => `
    INSERT INTO catalog.products
      (id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at)
    SELECT
      ${id("n")}, 'P-' || n, ${oneOf(["Blue", "Red", "Round", "Tall", "old"])} || ' ' || ${oneOf(["mug", "Chair", "Lamp", "table"])} || ' ' || n,
      CASE WHEN random() < 0.001 THEN 'Of walnut' WHEN random() < 0.3 THEN 'Of oak' END,
      round((5 * exp(random_normal()))::numeric, 2), CASE WHEN random() < 0.05 THEN 0 ELSE random(1, 500) END,
      CASE WHEN random() < 0.05 THEN ${time("n")} END, 1, ${time("n")}, ${time("n")}
    FROM generate_series(1, ${count}) AS n`,

  // One to three items each.
  orders: (count) => `
    INSERT INTO ordering.orders
      (id, order_number, customer_id, status, total_amount, version, created_at, updated_at)
    SELECT
      ${id("n")}, 'N-' || n, ${crowd(count)}, ${oneOf(["pending", "confirmed", "shipped", "delivered"])},
      random(100, 9999) / 100.0, 1, ${time("n")}, ${time("n")}
    FROM generate_series(1, ${withCrowd(count)}) AS n;
    INSERT INTO ordering.order_items (id, order_id, product_id, quantity, unit_price, subtotal)
    SELECT ${id("n * 3 + place")}, ${id("n")}, ${id("place")}, 2, 9.90, 19.80
    FROM generate_series(1, ${withCrowd(count)}) AS n CROSS JOIN LATERAL generate_series(0, n % 3) AS place`,

  accounts: (count) => `
    INSERT INTO ledger.accounts (id, owner_id, currency, balance, entry_count, version, created_at)
    SELECT ${id("n")}, ${crowd(count)}, 'EUR', random(0, 9999), 0, 1, ${time("n")}
    FROM generate_series(1, ${withCrowd(count)}) AS n`,

  // Every other one is a transfer.
  entries: (count) => `
    INSERT INTO ledger.accounts (id, owner_id, currency, balance, entry_count, version, created_at)
    SELECT ${id("n + 1")}, '${reader}', 'EUR', 100, ${count}, 1, ${time("n")}
    FROM generate_series(1, 1 + ${count} / 100) AS n;
    INSERT INTO ledger.transfers (id, ordered_by, from_account_id, to_account_id, amount, reference, created_at)
    SELECT ${id("n")}, '${reader}', ${id("3")}, '${placeOfReader}', 1, 'Rent ' || n, ${time("n")}
    FROM generate_series(1, ${withCrowd(count)}, 2) AS n;
    INSERT INTO ledger.entries (account_id, number, transfer_id, amount, balance_after, created_at)
    SELECT
      ${placeOrCrowd(count)},
      n, CASE WHEN n % 2 = 1 THEN ${id("n")} END, 1, 100, ${time("n")}
    FROM generate_series(1, ${withCrowd(count)}) AS n`,
} satisfies Readonly<Record<string, (count: number) => string>>;

export type RowsName = keyof typeof rows;

function id(number: string): string {
  return `lpad(to_hex(${number}), 32, '0')::uuid`;
}

/** A row every two minutes: the thousandth page is about two weeks back. */
function time(number: string): string {
  return `'2020-01-01T00:00:00Z'::timestamptz + ${number} * interval '2 minutes'`;
}

function withCrowd(count: number): number {
  return count + Math.ceil(count / 10);
}

/** The reader, or for every 11th row one of the crowd. */
function crowd(count: number): string {
  return `CASE WHEN n % 11 = 0 THEN ${id(`3 + n % (${count} / 100)`)} ELSE '${reader}' END`;
}

/** That of the reader, or for every 11th row one of the crowd's. */
function placeOrCrowd(count: number): string {
  return `CASE WHEN n % 11 = 0 THEN ${id(`3 + n % (${count} / 100)`)} ELSE '${placeOfReader}' END`;
}

/** The one that the reader owns, and those of the crowd. */
function organizationsOfReader(count: number): string {
  return `
    INSERT INTO organization.organizations (id, name, slug, initialized, version, created_at)
    SELECT ${id("n + 1")}, 'Organization ' || n, 'organization-' || n, true, 1, ${time("n")}
    FROM generate_series(1, 1 + ${count} / 100) AS n;
    INSERT INTO organization.memberships (organization_id, user_id, role, joined_at)
    VALUES ('${placeOfReader}', '${reader}', 'owner', ${time("1")})`;
}

/** Long ago for the first so many, far off for the others. */
function timeOfExpiry(count: number): string {
  return `CASE WHEN n <= ${count} THEN ${time("n")} ELSE '2100-01-01T00:00:00Z'::timestamptz + n * interval '2 minutes' END`;
}

function oneOf(words: readonly string[]): string {
  return `(ARRAY['${words.join("', '")}'])[random(1, ${words.length})]`;
}

/** Fills the tables behind a list, and tells PostgreSQL what is in them. @param count how many rows the list will have */
export async function fillLists(client: pg.Client, name: RowsName, count: number): Promise<void> {
  await client.query(`SELECT setseed(0.5); ${rows[name](count)}`);
  await client.query("VACUUM (ANALYZE)");
}

import { describe, expect } from "vitest";
import { rules } from "#tools/sql/vet/vet.ts";
import { test } from "./vetted.ts";

type Example = readonly [sql: string, at: string, kind?: string];

const header = "-- name:";

/** By rule: statements that break it, and where each is to blame. */
const planted: Record<string, readonly Example[]> = {
  "select-star": [
    ["SELECT * FROM shop.users WHERE id = :id", "* FROM"],
    ["select u.id AS i, u.* from shop.users u WHERE id = :id", "* from"],
    ["SELECT DISTINCT ON (id) * FROM shop.users WHERE id = :id", "* FROM"],
    ["DELETE FROM shop.users WHERE id = :id RETURNING *", "*;"],
    ["SELECT id FROM (SELECT /* all */ * FROM shop.users) x WHERE id = :id", "* FROM"],
  ],
  "missing-where": [
    ["UPDATE shop.users SET name = :name", "shop.users SET", "exec"],
    ["DELETE FROM shop.orders", "shop.orders;", "exec"],
    ["DELETE FROM shop.orders WHERE true", "shop.orders WHERE", "exec"],
    ["WITH gone AS (DELETE FROM shop.orders RETURNING 1) SELECT count(*) AS n FROM gone", "shop.orders RET", "one"],
  ],
  "no-index": [
    ["SELECT id FROM shop.users WHERE name = :name", "shop.users"],
    ["SELECT id FROM shop.users WHERE name = :name LIMIT 1", "shop.users"],
    ["SELECT id FROM shop.users WHERE name = :name ORDER BY id", "shop.users"],
    ["SELECT id FROM shop.users WHERE email = :email", "shop.users"],
    ["SELECT id FROM shop.users WHERE name = :name", "shop.users", "stream"],
    ["SELECT id FROM shop.users WHERE name = :name ORDER BY name", "shop.users", "stream"],
    ["UPDATE shop.orders SET note = :note WHERE product_id = :id", "shop.orders", "exec"],
    ["SELECT o.id FROM shop.users u JOIN shop.orders o ON o.product_id = u.id WHERE u.id = :id", "shop.orders", "many"],
    ["SELECT o.id FROM shop.users u JOIN shop.orders o ON o.note = u.name LIMIT :n::int", "shop.", "many"],
    [
      "SELECT id FROM shop.users u WHERE id = :id AND EXISTS (SELECT FROM shop.orders WHERE note = u.name)",
      "shop.orders",
    ],
    ["SELECT (SELECT count(*) FROM shop.orders WHERE note = :note) AS n", "shop.orders"],
    ["SELECT id FROM shop.users WHERE (id = :y AND name = 'a') OR name = :z", "shop.users"],
    ["SELECT id FROM shop.orders WHERE (id = :id OR note = 'open') AND product_id = 3", "shop.orders"],
    [
      "SELECT id FROM shop.users u WHERE role = :role AND (SELECT user_id FROM shop.orders o WHERE o.id = u.id) > 1",
      "shop.users",
    ],
  ],
  "unbounded-many": [
    ["SELECT id FROM shop.users", header, "many"],
    ["SELECT u.id FROM shop.users u JOIN shop.orders o ON o.user_id = u.id", header, "many"],
    ["SELECT id FROM shop.users WHERE id > :id", header, "many"],
    ["SELECT id FROM shop.users WHERE id = :id UNION ALL SELECT id FROM shop.orders", header, "many"],
    ["WITH everybody AS (SELECT id FROM shop.users) SELECT id FROM everybody", header, "many"],
    ["SELECT user_id, count(*) AS n FROM shop.orders GROUP BY user_id", header, "many"],
    ["SELECT u.id FROM shop.users u LEFT JOIN unnest(:ids::int[]) AS given (id) ON u.id = given.id", header, "many"],
    [
      "SELECT u.id FROM unnest(:names::text[]) AS given (name) JOIN shop.users u ON u.role = given.name",
      header,
      "many",
    ],
    ["SELECT u.id FROM shop.users u LEFT JOIN shop.orders o ON o.user_id = u.id AND o.id = :id", header, "many"],
    ["SELECT x.id FROM (SELECT id, name FROM shop.users) x WHERE x.name = :name", header, "many"],
    ["WITH x AS (SELECT id + 1 AS id FROM shop.orders) SELECT id FROM x WHERE id = :id", header, "many"],
    ["SELECT nickname FROM shop.nicknames WHERE nickname = :nick", header, "many"],
    [
      "SELECT x.id FROM (SELECT id FROM shop.users UNION SELECT id FROM shop.orders) x WHERE x.id > :id",
      header,
      "many",
    ],
  ],
  "nullable-not-in": [
    ["SELECT id FROM shop.users WHERE id = :id AND id NOT IN (SELECT buyer_id FROM shop.orders)", "id NOT IN"],
    ["SELECT id FROM shop.users WHERE id = :id AND id <> ALL (SELECT buyer_id FROM shop.orders)", "id <> ALL"],
  ],
  "nullable-equals": [
    ["UPDATE shop.users SET nickname = :nick WHERE id = :id AND nickname = :nick", ":nick;", "exec"],
    ["SELECT id FROM shop.users WHERE id = :id AND (:x::int IS NULL OR role = 'a') AND length(name) = :x", ":x;"],
  ],
  "unescaped-like": [
    ["SELECT id FROM shop.users WHERE id = :id AND name LIKE '%' || :search || '%'", ":search ||"],
    ["SELECT id FROM shop.users WHERE id = :id AND name NOT ILIKE concat(lower(:search), '%')", ":search)"],
    ["SELECT id FROM shop.users WHERE id = :id AND name LIKE nickname || '%'", "nickname ||"],
  ],
  "foreign-schema": [
    ["SELECT id FROM other.notes WHERE id = :id", "other.notes"],
    ["SELECT other.twice(id) AS double FROM shop.users WHERE id = :id", "other.twice"],
    ["SELECT u.id FROM shop.users u JOIN other.notes ON notes.id = u.id WHERE u.id = :id", "other.notes"],
    ["SELECT oid::int FROM pg_class WHERE oid = :id", "pg_class"],
  ],
};

/** By rule: statements that come close to breaking it and don't. */
const harmless: Record<string, readonly (readonly [sql: string, kind?: string])[]> = {
  "select-star": [
    ["SELECT count(*) AS n, 2 * 3 AS six, '*' AS star FROM shop.users", "one"],
    ["SELECT id FROM shop.users WHERE id = :id AND EXISTS (SELECT * FROM shop.orders WHERE id = :id)"],
  ],
  "missing-where": [["INSERT INTO shop.orders (id, user_id, product_id) VALUES (:id, :user_id, 1)", "exec"]],
  "no-index": [
    ["SELECT id FROM shop.users WHERE lower(email) = lower(:email)"],
    ["SELECT id FROM shop.users WHERE id = :id AND name = :name"],
    ["SELECT u.id FROM shop.users u JOIN shop.orders o ON o.user_id = u.id WHERE u.id = :id LIMIT 1"],
    ["SELECT u.id FROM shop.users u LEFT JOIN shop.orders o ON o.user_id = u.id ORDER BY u.id LIMIT :n::int", "many"],
    [
      "SELECT id FROM shop.users WHERE :role::text IS NULL OR role = :role ORDER BY created_at DESC, id DESC LIMIT 9",
      "many",
    ],
    ["SELECT o.id FROM shop.users u JOIN shop.orders o ON o.buyer_id = u.id LIMIT :n::int", "many"],
    ["SELECT id FROM shop.users WHERE :role::text IS NULL OR role = :role ORDER BY created_at DESC, id DESC", "stream"],
    ["SELECT count(*) AS n FROM shop.users", "one"],
    ["SELECT id FROM shop.users FULL JOIN (SELECT user_id FROM shop.orders) o ON o.user_id = id LIMIT 9", "many"],
    ["DELETE FROM shop.orders WHERE user_id = ANY (:ids::int[])", "exec"],
    ["SELECT id FROM shop.users WHERE (id = :y AND name = 'a') OR id = :z"],
    ["SELECT id FROM shop.orders WHERE (id = :y OR user_id = :z) AND note = 'a'"],
  ],
  "unbounded-many": [
    ["SELECT x.id FROM (SELECT id, name FROM shop.users) x WHERE x.id = :id", "many"],
    ["SELECT x.id FROM (SELECT id, lower(email) AS mail FROM shop.users) x WHERE x.mail = :mail", "many"],
    [
      "WITH x AS (SELECT u.id AS key FROM shop.users u) SELECT y.key FROM (SELECT key FROM x) y WHERE key = :id",
      "many",
    ],
    [
      "SELECT x.user_id FROM (SELECT user_id, count(*) AS n FROM shop.orders GROUP BY user_id) x WHERE user_id = :id",
      "many",
    ],
    ["SELECT nickname FROM shop.nicknames WHERE id = :id", "many"],
    [
      "SELECT x.id FROM unnest(:ids::int[]) AS given (id) JOIN (SELECT id FROM shop.users) x ON x.id = given.id",
      "many",
    ],
    ["SELECT id FROM shop.users WHERE id = ANY (:ids::int[])", "many"],
    ["SELECT id FROM shop.users WHERE lower(email) = lower(:email)", "many"],
    ["SELECT o.id FROM shop.users u JOIN shop.orders o ON o.user_id = u.id AND u.id = :id", "many"],
    ["SELECT n FROM generate_series(1, 3) n", "many"],
    ["SELECT id FROM shop.users", "stream"],
    ["SELECT u.id FROM unnest(:ids::int[]) AS given (id) JOIN shop.users u ON u.id = given.id", "many"],
    [
      "SELECT given.id, u.name FROM unnest(:ids::int[]) AS given (id) LEFT JOIN shop.users u ON u.id = given.id",
      "many",
    ],
    ["SELECT count(*) AS n FROM shop.users", "many"],
    ["SELECT id FROM shop.users WHERE id = :a UNION SELECT id FROM shop.orders WHERE user_id = :b", "many"],
    ["WITH one AS (SELECT id FROM shop.users WHERE id = :id) SELECT id FROM one", "many"],
    [
      "INSERT INTO shop.orders (id, user_id, product_id) SELECT n, 1, 1 FROM unnest(:ids::int[]) n RETURNING id",
      "many",
    ],
    ["UPDATE shop.orders SET note = '' WHERE user_id = :id RETURNING id", "many"],
  ],
  "nullable-not-in": [
    ["SELECT id FROM shop.users WHERE id = :id AND id NOT IN (SELECT user_id FROM shop.orders)"],
    ["SELECT id FROM shop.users WHERE id = :id AND id IN (SELECT buyer_id FROM shop.orders)"],
  ],
  "nullable-equals": [
    ["SELECT id FROM shop.users WHERE id = :id AND (:role::text IS NULL OR role = :role)"],
    ["SELECT id FROM shop.users WHERE id = :id AND nickname IS NOT DISTINCT FROM :nickname"],
    ["SELECT id FROM shop.users WHERE id = :id AND CASE WHEN :x::text IS NULL THEN true ELSE role = :x END"],
    ["UPDATE shop.users SET nickname = :nick WHERE id = :id", "exec"],
  ],
  "unescaped-like": [
    ["SELECT id FROM shop.users WHERE id = :id AND name LIKE :pattern"],
    [String.raw`SELECT id FROM shop.users WHERE id = :id AND name LIKE '%' || replace(:search, '%', '\%') || '%'`],
    ["SELECT id FROM shop.users WHERE id = :id AND name || :x = 'a'"],
  ],
  "foreign-schema": [["SELECT lower(name) AS low, count(*) OVER () AS n FROM shop.users WHERE id = :id"]],
};

describe("vet", () => {
  for (const { name } of rules) {
    const broken = (faults: readonly { readonly message: string }[]) =>
      faults.filter(({ message }) => message.includes(`[${name}:`));

    describe(`the rule ${name}`, () => {
      test.for(planted[name] ?? [])("finds %j", async ([sql, at, kind], { faultsOf }) => {
        const faults = broken(await faultsOf(sql, kind));
        expect(faults).toMatchObject([{ at: expect.stringMatching(new RegExp(`^${RegExp.escape(at)}`)) as string }]);
      });

      test("is content with what comes close", async ({ faultsOf }) => {
        const examples = harmless[name] ?? [];
        expect(examples).not.toEqual([]);
        for (const [sql, kind] of examples) expect([sql, broken(await faultsOf(sql, kind))]).toEqual([sql, []]);
      });

      test("is silent where the header allows it with a reason", async ({ faultsOf }) => {
        const examples = planted[name] ?? [];
        expect(examples).not.toEqual([]);
        for (const [sql, , kind] of examples) {
          const faults = await faultsOf(sql, kind, `-- vet: allow ${name}: a test\n`);
          expect([sql, broken(faults), faults.filter(({ message }) => message.includes("doesn't break"))]).toEqual([
            sql,
            [],
            [],
          ]);
        }
      });
    });
  }

  test("says what to write where it is right all the same", async ({ faultsOf }) => {
    expect(await faultsOf("DELETE FROM shop.orders", "exec")).toMatchObject([
      {
        message:
          "This DELETE has no WHERE: it touches every row. [missing-where: an UPDATE or DELETE of a whole table is nearly always a forgotten condition]",
        hint: "Say which rows. Or allow it in the header: -- vet: allow missing-where: <why it is right here>",
      },
    ]);
  });

  test.for([
    ["of a rule that isn't broken", "-- vet: allow select-star: for fun\n", "query doesn't break select-star."],
    ["of an unknown rule", "-- vet: allow select-stars: for fun\n", "There is no rule select-stars."],
    [
      "without a reason",
      "-- vet: allow no-index:\n",
      "Expected a rule and the reason to allow it: vet: allow no-index:",
    ],
    [
      "misspelt",
      "-- vet: ignore no-index: why\n",
      "Expected a rule and the reason to allow it: vet: ignore no-index: why",
    ],
  ])("refuses a permission %s", async ([, line = "", message], { faultsOf }) => {
    expect(
      (await faultsOf("SELECT id FROM shop.users WHERE id = :id", "maybe", line)).map((fault) => fault.message),
    ).toContain(message);
  });

  test.for(["BEGIN", "COMMIT", "rollback", "SAVEPOINT a", "START TRANSACTION", "SET search_path = shop", "LISTEN a"])(
    "refuses %s",
    async (sql, { faultsOf }) => {
      expect(await faultsOf(sql, "exec")).toMatchObject([
        { message: expect.stringContaining("would ") as string, at: `${sql};\n` },
      ]);
    },
  );
});

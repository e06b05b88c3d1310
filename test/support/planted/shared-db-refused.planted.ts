import { test } from "#test/support/shared-db.ts";
import { run } from "#test/support/ad-hoc-statement.ts";

test("leaves what can't be deleted", async ({ app, db }) => {
  await app.identity.registerUser({ email: "ada@example.com", name: "Ada", password: "correct horse battery" });
  const statements = [
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'kept for ever'; END $$",
    "CREATE TRIGGER refuse BEFORE DELETE ON identity.users FOR EACH STATEMENT EXECUTE FUNCTION refuse()",
  ];
  for (const text of statements) await db.dataSource.withConnection((connection) => run(connection, text));
});

test("can't have it emptied", async ({ db }) =>
  void (await db.dataSource.withConnection((connection) => run(connection, "SELECT 1"))));

test("gets another", async ({ db }) =>
  void (await db.dataSource.withConnection((connection) => run(connection, "SELECT 1"))));

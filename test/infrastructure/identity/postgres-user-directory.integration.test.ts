import { expect } from "vitest";
import { PersonName } from "#domain/identity/person-name.ts";
import { Email } from "#domain/shared/email.ts";
import { PostgresUserDirectory } from "#infrastructure/identity/postgres-user-directory.ts";
import { PostgresUserRepository } from "#infrastructure/identity/postgres-user-repository.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import type { Connection } from "#infrastructure/shared/database/statement.ts";
import { userDirectoryContract } from "#test/support/identity/contracts/user-directory-contract.ts";
import { test } from "#test/support/identity/postgres-adapters.ts";

userDirectoryContract(test);

test("page and total are of one moment, also when a user comes between them", async ({ db, identity }) => {
  await using stack = new AsyncDisposableStack();
  const elsewhere = createDataSource({ url: db.url });
  stack.defer(() => elsewhere.close());
  const email = Email.parse("ada@example.com");
  const ada = identity.userFactory.register({ email, name: PersonName.parse("Ada"), passwordHash: "hash" });

  let listed: Promise<unknown> | undefined;
  const interrupted = <C extends Connection>(connection: C): C => {
    const execute = async (...call: Parameters<Connection["execute"]>): Promise<unknown> => {
      if (listed === undefined) return (listed = connection.execute(...call));
      await listed;
      await new PostgresUserRepository(elsewhere, identity.userFactory).create(ada);
      return connection.execute(...call);
    };
    return Object.assign(Object.create(connection) as C, { execute });
  };
  const directory = new PostgresUserDirectory({
    withConnection: (work, options) => db.dataSource.withConnection((one) => work(interrupted(one)), options),
    withTransaction: (work, options) => db.dataSource.withTransaction((one) => work(interrupted(one)), options),
  });
  expect(await directory.list({ deleted: false }, 9)).toMatchObject({ items: [], total: 0 });
  expect(await identity.userDirectory.list({ deleted: false }, 9)).toMatchObject({
    items: [{ name: "Ada" }],
    total: 1,
  });
});

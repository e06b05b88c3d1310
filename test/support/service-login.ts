import { randomBytes } from "node:crypto";
import { expect, inject } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { StatementFailed } from "#infrastructure/shared/database/errors.ts";
import { serviceRole } from "#infrastructure/shared/database/migrations/database-roles.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { run } from "./ad-hoc-statement.ts";
import { test as base } from "./fixtures.ts";
import { thrownBy } from "./thrown-by.ts";
import { patience } from "./patience.ts";

/**
 * `test` with two fixtures more:
 *
 * - `login`: a role that can log in and is a member of the service's role, nothing else
 * - `limited`: a `DataSource` on `db` as that login
 */
export const test = base
  .extend("login", { scope: "file" }, async ({ admin }, { onCleanup }) => {
    const name = `${inject("databasePrefix")}${randomBytes(4).toString("hex")}`;
    const password = randomBytes(12).toString("hex");
    await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}' IN ROLE ${serviceRole}`);
    onCleanup(async () => void (await admin.query(`DROP ROLE ${name}`)));
    return { name, password };
  })
  .extend("limited", async ({ db, login }, { onCleanup }) => {
    const dataSource = createDataSource({ url: as(login, db.url), ...patience });
    onCleanup(() => dataSource.close());
    return dataSource;
  });

/** The same database, for another log-in. */
export function as({ name, password }: { readonly name: string; readonly password: string }, url: string): string {
  const other = new URL(url);
  [other.username, other.password] = [name, password];
  return other.href;
}

/** Expects that who `limited` logs in as has no right to what the statement does. */
export async function expectRefused(limited: DataSource, text: string): Promise<void> {
  const failure = await thrownBy(limited.withConnection((connection) => run(connection, text)));
  expect(failure).toBeInstanceOf(StatementFailed);
  expect(failure).toMatchObject({ sqlState: "42501" });
  const { cause } = failure as Error & { readonly cause: Error };
  expect(cause.message, "by the rights, not by a trigger").toMatch(/^permission denied|^must be /);
}

// Generated from user.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, maybe } from "#infrastructure/shared/database/statement.ts";

/** @see [user.sql](../../../sql/shop/user.sql) */
export const findUser = maybe<
  { id: string },
  { id: string; email: string; name: string; role: string; version: number; createdAt: Date; updatedAt: Date }
>({
  name: "shop/user.findUser",
  text: `SELECT id, email, name, role, version, created_at, updated_at
FROM shop.users
WHERE id = $1`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * The user, until the end of the transaction for us alone.
 *
 * @see [user.sql](../../../sql/shop/user.sql)
 */
export const lockUser = maybe<
  { id: string },
  { id: string; email: string; name: string; role: string; version: number; createdAt: Date; updatedAt: Date }
>({
  name: "shop/user.lockUser",
  text: `SELECT id, email, name, role, version, created_at, updated_at
FROM shop.users
WHERE id = $1
FOR UPDATE`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/** @see [user.sql](../../../sql/shop/user.sql) */
export const updateUser = exec<{
  email: string;
  name: string;
  role: string;
  updatedAt: Date;
  id: string;
  version: number;
}>({
  name: "shop/user.updateUser",
  text: `UPDATE shop.users
SET email = $1, name = $2, role = $3, updated_at = $4, version = version + 1
WHERE id = $5 AND version = $6`,
  parameters: ["email", "name", "role", "updatedAt", "id", "version"],
  parameterTypes: [25, 25, 25, 1184, 2950, 23],
});

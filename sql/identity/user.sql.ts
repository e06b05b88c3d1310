// Generated from user.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, many, maybe } from "#infrastructure/shared/database/statement.ts";

/** @see [user.sql](../../../sql/identity/user.sql) */
export const insertUser = exec<{
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  role: string;
  emailVerifiedAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}>({
  name: "identity/user.insertUser",
  text: `INSERT INTO identity.users
  (id, email, name, password_hash, role, email_verified_at, version, created_at, updated_at, deleted_at)
VALUES
  ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  parameters: [
    "id",
    "email",
    "name",
    "passwordHash",
    "role",
    "emailVerifiedAt",
    "version",
    "createdAt",
    "updatedAt",
    "deletedAt",
  ],
  parameterTypes: [2950, 25, 25, 25, 25, 1184, 23, 1184, 1184, 1184],
});

/** @see [user.sql](../../../sql/identity/user.sql) */
export const insertSettings = exec<{
  userId: string;
  locale: string;
  timeZone: string | null;
  marketingEmails: boolean;
}>({
  name: "identity/user.insertSettings",
  text: `INSERT INTO identity.user_settings (user_id, locale, time_zone, marketing_emails)
VALUES ($1, $2, $3, $4)`,
  parameters: ["userId", "locale", "timeZone", "marketingEmails"],
  parameterTypes: [2950, 25, 25, 16],
});

/** @see [user.sql](../../../sql/identity/user.sql) */
export const insertIdentities = exec<{ userId: string; identities: readonly { provider: string; subject: string }[] }>({
  name: "identity/user.insertIdentities",
  text: `INSERT INTO identity.user_identities (user_id, provider, subject)
SELECT $1, provider, subject
FROM unnest($2::text[], $3::text[]) AS given (provider, subject)`,
  parameters: ["userId", "identities.provider", "identities.subject"],
  parameterTypes: [2950, 1009, 1009],
});

/**
 * The user, unless deleted.
 *
 * @see [user.sql](../../../sql/identity/user.sql)
 */
export const findUser = maybe<
  { id: string },
  {
    id: string;
    email: string;
    name: string;
    passwordHash: string | null;
    role: string;
    emailVerifiedAt: Date | null;
    version: number;
    createdAt: Date;
    updatedAt: Date;
    deletedAt: Date | null;
    locale: string;
    timeZone: string | null;
    marketingEmails: boolean;
    identities: { provider: string; subject: string }[];
  }
>({
  name: "identity/user.findUser",
  text: `SELECT
  users.id, users.email, users.name, users.password_hash, users.role, users.email_verified_at,
  users.version, users.created_at, users.updated_at, users.deleted_at,
  settings.locale, settings.time_zone, settings.marketing_emails,
  (
    SELECT coalesce(json_agg(json_build_object('provider', provider, 'subject', subject) ORDER BY provider, subject), '[]')
    FROM identity.user_identities AS of_user
    WHERE of_user.user_id = users.id
  ) AS identities
FROM identity.users
JOIN identity.user_settings AS settings ON settings.user_id = users.id
WHERE users.id = $1 AND users.deleted_at IS NULL`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * The user, unless deleted.
 *
 * @see [user.sql](../../../sql/identity/user.sql)
 */
export const findUserByEmail = maybe<
  { email: string },
  {
    id: string;
    email: string;
    name: string;
    passwordHash: string | null;
    role: string;
    emailVerifiedAt: Date | null;
    version: number;
    createdAt: Date;
    updatedAt: Date;
    deletedAt: Date | null;
    locale: string;
    timeZone: string | null;
    marketingEmails: boolean;
    identities: { provider: string; subject: string }[];
  }
>({
  name: "identity/user.findUserByEmail",
  text: `SELECT
  users.id, users.email, users.name, users.password_hash, users.role, users.email_verified_at,
  users.version, users.created_at, users.updated_at, users.deleted_at,
  settings.locale, settings.time_zone, settings.marketing_emails,
  (
    SELECT coalesce(json_agg(json_build_object('provider', provider, 'subject', subject) ORDER BY provider, subject), '[]')
    FROM identity.user_identities AS of_user
    WHERE of_user.user_id = users.id
  ) AS identities
FROM identity.users
JOIN identity.user_settings AS settings ON settings.user_id = users.id
WHERE lower(users.email) = lower($1) AND users.deleted_at IS NULL`,
  parameters: ["email"],
  parameterTypes: [25],
});

/**
 * The user, also when deleted.
 *
 * @see [user.sql](../../../sql/identity/user.sql)
 */
export const findUserByIdentity = maybe<
  { provider: string; subject: string },
  {
    id: string;
    email: string;
    name: string;
    passwordHash: string | null;
    role: string;
    emailVerifiedAt: Date | null;
    version: number;
    createdAt: Date;
    updatedAt: Date;
    deletedAt: Date | null;
    locale: string;
    timeZone: string | null;
    marketingEmails: boolean;
    identities: { provider: string; subject: string }[];
  }
>({
  name: "identity/user.findUserByIdentity",
  text: `SELECT
  users.id, users.email, users.name, users.password_hash, users.role, users.email_verified_at,
  users.version, users.created_at, users.updated_at, users.deleted_at,
  settings.locale, settings.time_zone, settings.marketing_emails,
  (
    SELECT coalesce(json_agg(json_build_object('provider', provider, 'subject', subject) ORDER BY provider, subject), '[]')
    FROM identity.user_identities AS of_user
    WHERE of_user.user_id = users.id
  ) AS identities
FROM identity.user_identities AS identities
JOIN identity.users ON users.id = identities.user_id
JOIN identity.user_settings AS settings ON settings.user_id = users.id
WHERE identities.provider = $1 AND identities.subject = $2`,
  parameters: ["provider", "subject"],
  parameterTypes: [25, 25],
});

/**
 * The user, also when deleted, until the end of the transaction for us alone. Both rows are locked: of a row that isn't,
 * whoever had to wait would see what was there before the wait, and write it back.
 *
 * @see [user.sql](../../../sql/identity/user.sql)
 */
export const lockUser = maybe<
  { id: string },
  {
    id: string;
    email: string;
    name: string;
    passwordHash: string | null;
    role: string;
    emailVerifiedAt: Date | null;
    version: number;
    createdAt: Date;
    updatedAt: Date;
    deletedAt: Date | null;
    locale: string;
    timeZone: string | null;
    marketingEmails: boolean;
  }
>({
  name: "identity/user.lockUser",
  text: `SELECT
  users.id, users.email, users.name, users.password_hash, users.role, users.email_verified_at,
  users.version, users.created_at, users.updated_at, users.deleted_at,
  settings.locale, settings.time_zone, settings.marketing_emails
FROM identity.users
JOIN identity.user_settings AS settings ON settings.user_id = users.id
WHERE users.id = $1
FOR UPDATE OF users, settings`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * For a user that is locked: what lockUser itself read beside its rows could be from before it waited for them.
 *
 * @see [user.sql](../../../sql/identity/user.sql)
 */
export const findIdentities = many<{ userId: string }, { provider: string; subject: string }>({
  name: "identity/user.findIdentities",
  text: `SELECT provider, subject
FROM identity.user_identities
WHERE user_id = $1
ORDER BY provider, subject`,
  parameters: ["userId"],
  parameterTypes: [2950],
});

/**
 * The administrators, unless deleted, until the end of the transaction for us alone; in one order, so that nobody waits
 * for somebody who waits for them. Whoever had to wait doesn't get those who were demoted or deleted meanwhile.
 *
 * @see [user.sql](../../../sql/identity/user.sql)
 */
export const lockAdministratorIds = many<{}, { id: string }>({
  name: "identity/user.lockAdministratorIds",
  text: `SELECT id
FROM identity.users
WHERE role = 'admin' AND deleted_at IS NULL
ORDER BY id
FOR UPDATE`,
  parameters: [],
  parameterTypes: [],
});

/** @see [user.sql](../../../sql/identity/user.sql) */
export const updateUser = exec<{
  email: string;
  name: string;
  passwordHash: string | null;
  role: string;
  emailVerifiedAt: Date | null;
  updatedAt: Date;
  deletedAt: Date | null;
  id: string;
  version: number;
}>({
  name: "identity/user.updateUser",
  text: `UPDATE identity.users
SET
  email = $1, name = $2, password_hash = $3, role = $4,
  email_verified_at = $5, version = version + 1,
  updated_at = $6, deleted_at = $7
WHERE id = $8 AND version = $9`,
  parameters: ["email", "name", "passwordHash", "role", "emailVerifiedAt", "updatedAt", "deletedAt", "id", "version"],
  parameterTypes: [25, 25, 25, 25, 1184, 1184, 1184, 2950, 23],
});

/** @see [user.sql](../../../sql/identity/user.sql) */
export const updateSettings = exec<{
  locale: string;
  timeZone: string | null;
  marketingEmails: boolean;
  userId: string;
}>({
  name: "identity/user.updateSettings",
  text: `UPDATE identity.user_settings
SET locale = $1, time_zone = $2, marketing_emails = $3
WHERE user_id = $4`,
  parameters: ["locale", "timeZone", "marketingEmails", "userId"],
  parameterTypes: [25, 25, 16, 2950],
});

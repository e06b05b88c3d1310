// Generated from user-directory.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { many, one } from "#infrastructure/shared/database/statement.ts";

/**
 * Newest first, from behind the given position on.
 *
 * @see [user-directory.sql](../../../sql/identity/user-directory.sql)
 */
export const listUsers = many<
  {
    deleted: boolean;
    role: string | null;
    search: string | null;
    afterCreatedAt: Date | null;
    afterId: string | null;
    limit: number;
  },
  {
    id: string;
    email: string;
    name: string;
    role: string;
    emailVerifiedAt: Date | null;
    createdAt: Date;
    deletedAt: Date | null;
  }
>({
  name: "identity/user-directory.listUsers",
  text: `SELECT id, email, name, role, email_verified_at, created_at, deleted_at
FROM identity.users
WHERE (deleted_at IS NOT NULL) = $1
  AND ($2::text IS NULL OR role = $2)
  AND (
    $3::text IS NULL
    OR strpos(lower(name), lower($3)) > 0
    OR strpos(lower(email), lower($3)) > 0
  )
  AND (created_at, id) < (coalesce($4::timestamptz, 'infinity'), $5::uuid)
ORDER BY created_at DESC, id DESC
LIMIT $6::integer`,
  parameters: ["deleted", "role", "search", "afterCreatedAt", "afterId", "limit"],
  parameterTypes: [16, 25, 25, 1184, 2950, 23],
});

/** @see [user-directory.sql](../../../sql/identity/user-directory.sql) */
export const countUsers = one<{ deleted: boolean; role: string | null; search: string | null }, { total: number }>({
  name: "identity/user-directory.countUsers",
  text: `SELECT count(*)::integer AS total
FROM identity.users
WHERE (deleted_at IS NOT NULL) = $1
  AND ($2::text IS NULL OR role = $2)
  AND (
    $3::text IS NULL
    OR strpos(lower(name), lower($3)) > 0
    OR strpos(lower(email), lower($3)) > 0
  )`,
  parameters: ["deleted", "role", "search"],
  parameterTypes: [16, 25, 25],
});

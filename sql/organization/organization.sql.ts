// Generated from organization.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, many, maybe } from "#infrastructure/shared/database/statement.ts";

/** @see [organization.sql](../../../sql/organization/organization.sql) */
export const insertOrganization = exec<{
  id: string;
  name: string;
  slug: string;
  externalId: string | null;
  initialized: boolean;
  version: number;
  createdAt: Date;
}>({
  name: "organization/organization.insertOrganization",
  text: `INSERT INTO organization.organizations (id, name, slug, external_id, initialized, version, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)`,
  parameters: ["id", "name", "slug", "externalId", "initialized", "version", "createdAt"],
  parameterTypes: [2950, 25, 25, 25, 16, 23, 1184],
});

/** @see [organization.sql](../../../sql/organization/organization.sql) */
export const findOrganization = maybe<
  { id: string },
  {
    id: string;
    name: string;
    slug: string;
    externalId: string | null;
    initialized: boolean;
    version: number;
    createdAt: Date;
    members: { userId: string; role: string; joinedAt: string }[];
  }
>({
  name: "organization/organization.findOrganization",
  text: `SELECT
  id, name, slug, external_id, initialized, version, created_at,
  (
    SELECT coalesce(
      json_agg(
        json_build_object('userId', user_id, 'role', role, 'joinedAt', joined_at) ORDER BY joined_at, user_id
      ),
      '[]'
    )
    FROM organization.memberships
    WHERE organization_id = organizations.id
  ) AS members
FROM organization.organizations
WHERE id = $1`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * The organization, until the end of the transaction for us alone, and with it its memberships.
 *
 * @see [organization.sql](../../../sql/organization/organization.sql)
 */
export const lockOrganization = maybe<
  { id: string },
  {
    id: string;
    name: string;
    slug: string;
    externalId: string | null;
    initialized: boolean;
    version: number;
    createdAt: Date;
  }
>({
  name: "organization/organization.lockOrganization",
  text: `SELECT id, name, slug, external_id, initialized, version, created_at
FROM organization.organizations
WHERE id = $1
FOR UPDATE`,
  parameters: ["id"],
  parameterTypes: [2950],
});

/**
 * For an organization that is locked: what lockOrganization itself read beside its row could be from before it waited.
 *
 * @see [organization.sql](../../../sql/organization/organization.sql)
 */
export const findMembers = many<{ organizationId: string }, { userId: string; role: string; joinedAt: Date }>({
  name: "organization/organization.findMembers",
  text: `SELECT user_id, role, joined_at
FROM organization.memberships
WHERE organization_id = $1
ORDER BY joined_at, user_id`,
  parameters: ["organizationId"],
  parameterTypes: [2950],
});

/** @see [organization.sql](../../../sql/organization/organization.sql) */
export const updateOrganization = exec<{
  name: string;
  externalId: string | null;
  initialized: boolean;
  id: string;
  version: number;
}>({
  name: "organization/organization.updateOrganization",
  text: `UPDATE organization.organizations
SET name = $1, external_id = $2, initialized = $3, version = version + 1
WHERE id = $4 AND version = $5`,
  parameters: ["name", "externalId", "initialized", "id", "version"],
  parameterTypes: [25, 25, 16, 2950, 23],
});

/**
 * Adds members, and gives those that there are their role.
 *
 * @see [organization.sql](../../../sql/organization/organization.sql)
 */
export const putMembers = exec<{
  organizationId: string;
  members: readonly { userId: string; role: string; joinedAt: Date }[];
}>({
  name: "organization/organization.putMembers",
  text: `INSERT INTO organization.memberships (organization_id, user_id, role, joined_at)
SELECT $1, user_id, role, joined_at
FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]) AS given (user_id, role, joined_at)
ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role`,
  parameters: ["organizationId", "members.userId", "members.role", "members.joinedAt"],
  parameterTypes: [2950, 2951, 1009, 1185],
});

/** @see [organization.sql](../../../sql/organization/organization.sql) */
export const deleteMembers = exec<{ organizationId: string; userIds: readonly string[] }>({
  name: "organization/organization.deleteMembers",
  text: `DELETE FROM organization.memberships
WHERE organization_id = $1 AND user_id = ANY ($2::uuid[])`,
  parameters: ["organizationId", "userIds"],
  parameterTypes: [2950, 2951],
});

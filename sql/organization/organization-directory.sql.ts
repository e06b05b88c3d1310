// Generated from organization-directory.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { many, maybe } from "#infrastructure/shared/database/statement.ts";

/**
 * An organization with its members and its first rooms by name, for one of its members, in one statement.
 *
 * @see [organization-directory.sql](../../../sql/organization/organization-directory.sql)
 */
export const findOverview = maybe<
  { id: string; rooms: number; userId: string },
  {
    id: string;
    name: string;
    slug: string;
    externalId: string | null;
    initialized: boolean;
    version: number;
    createdAt: Date;
    members: { userId: string; role: string; joinedAt: string }[];
    rooms: { id: string; name: string; layout: string; capacity: number; description: string | null }[];
    roomCount: number;
  }
>({
  name: "organization/organization-directory.findOverview",
  text: `SELECT
  organizations.id, organizations.name, organizations.slug, organizations.external_id, organizations.initialized,
  organizations.version, organizations.created_at,
  (
    SELECT coalesce(
      json_agg(
        json_build_object('userId', user_id, 'role', role, 'joinedAt', joined_at) ORDER BY joined_at, user_id
      ),
      '[]'
    )
    FROM organization.memberships
    WHERE organization_id = organizations.id
  ) AS members,
  (
    SELECT coalesce(
      json_agg(
        json_build_object(
          'id', id, 'name', name, 'layout', layout, 'capacity', capacity, 'description', description
        ) ORDER BY name, id
      ),
      '[]'
    )
    FROM (
      SELECT id, name, layout, capacity, description
      FROM organization.rooms
      WHERE organization_id = $1
      ORDER BY name, id
      LIMIT $2::integer
    ) AS first_rooms
  ) AS rooms,
  (SELECT count(*)::integer FROM organization.rooms WHERE organization_id = $1) AS room_count
FROM organization.organizations
JOIN organization.memberships AS own ON own.organization_id = organizations.id AND own.user_id = $3
WHERE organizations.id = $1`,
  parameters: ["id", "rooms", "userId"],
  parameterTypes: [2950, 23, 2950],
});

/**
 * Those of a user, newest first, from behind the given one on, each with how many members it has.
 * The page is cut before the join: a merge join would read the organizations from the first page on.
 *
 * @see [organization-directory.sql](../../../sql/organization/organization-directory.sql)
 */
export const listOrganizations = many<
  { userId: string; afterId: string | null; limit: number },
  { id: string; name: string; slug: string; role: string; memberCount: number }
>({
  name: "organization/organization-directory.listOrganizations",
  text: `SELECT
  organizations.id, organizations.name, organizations.slug, page.role,
  (SELECT count(*)::integer FROM organization.memberships WHERE organization_id = organizations.id) AS member_count
FROM (
  SELECT organization_id, role
  FROM organization.memberships
  WHERE user_id = $1
    AND organization_id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  ORDER BY organization_id DESC
  LIMIT $3::integer
) AS page
JOIN organization.organizations ON organizations.id = page.organization_id
ORDER BY page.organization_id DESC`,
  parameters: ["userId", "afterId", "limit"],
  parameterTypes: [2950, 2950, 23],
});

/**
 * An organization with a page of its rooms by name, from behind the given one on, for one of its members.
 *
 * @see [organization-directory.sql](../../../sql/organization/organization-directory.sql)
 */
export const findRooms = maybe<
  { id: string; afterName: string | null; afterId: string | null; limit: number; userId: string },
  {
    id: string;
    name: string;
    slug: string;
    rooms: { id: string; name: string; layout: string; capacity: number; description: string | null }[];
  }
>({
  name: "organization/organization-directory.findRooms",
  text: `SELECT
  organizations.id, organizations.name, organizations.slug,
  (
    SELECT coalesce(
      json_agg(
        json_build_object(
          'id', id, 'name', name, 'layout', layout, 'capacity', capacity, 'description', description
        ) ORDER BY name, id
      ),
      '[]'
    )
    FROM (
      SELECT id, name, layout, capacity, description
      FROM organization.rooms
      WHERE organization_id = $1
        AND (name, id) > (coalesce($2::text, ''), $3::uuid)
      ORDER BY name, id
      LIMIT $4::integer
    ) AS page
  ) AS rooms
FROM organization.organizations
JOIN organization.memberships AS own ON own.organization_id = organizations.id AND own.user_id = $5
WHERE organizations.id = $1`,
  parameters: ["id", "afterName", "afterId", "limit", "userId"],
  parameterTypes: [2950, 25, 2950, 23, 2950],
});

/**
 * Those with the most rooms first.
 *
 * @see [organization-directory.sql](../../../sql/organization/organization-directory.sql)
 */
export const listOrganizationsWithMoreRoomsThan = many<
  { rooms: number; limit: number },
  { id: string; name: string; rooms: number; capacity: number }
>({
  name: "organization/organization-directory.listOrganizationsWithMoreRoomsThan",
  text: `SELECT organizations.id, organizations.name, count(*)::integer AS rooms, sum(rooms.capacity)::integer AS capacity
FROM organization.organizations
JOIN organization.rooms ON rooms.organization_id = organizations.id
GROUP BY organizations.id
HAVING count(*) > $1::integer
ORDER BY count(*) DESC, organizations.id
LIMIT $2::integer`,
  parameters: ["rooms", "limit"],
  parameterTypes: [23, 23],
});

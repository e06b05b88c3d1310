-- name: findOverview :maybe
-- An organization with its members and its first rooms by name, for one of its members, in one statement.
SELECT
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
      WHERE organization_id = :id
      ORDER BY name, id
      LIMIT :rooms::integer
    ) AS first_rooms
  ) AS rooms,
  (SELECT count(*)::integer FROM organization.rooms WHERE organization_id = :id) AS room_count
FROM organization.organizations
JOIN organization.memberships AS own ON own.organization_id = organizations.id AND own.user_id = :user_id
WHERE organizations.id = :id;

-- name: listOrganizations :many
-- Those of a user, newest first, from behind the given one on, each with how many members it has.
-- The page is cut before the join: a merge join would read the organizations from the first page on.
-- vet: allow unbounded-many: the page is cut inside
-- param after_id: nullable
SELECT
  organizations.id, organizations.name, organizations.slug, page.role,
  (SELECT count(*)::integer FROM organization.memberships WHERE organization_id = organizations.id) AS member_count
FROM (
  SELECT organization_id, role
  FROM organization.memberships
  WHERE user_id = :user_id
    AND organization_id < coalesce(:after_id::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  ORDER BY organization_id DESC
  LIMIT :limit::integer
) AS page
JOIN organization.organizations ON organizations.id = page.organization_id
ORDER BY page.organization_id DESC;

-- name: findRooms :maybe
-- An organization with a page of its rooms by name, from behind the given one on, for one of its members.
-- param after_id: nullable
SELECT
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
      WHERE organization_id = :id
        AND (name, id) > (coalesce(:after_name::text, ''), :after_id::uuid)
      ORDER BY name, id
      LIMIT :limit::integer
    ) AS page
  ) AS rooms
FROM organization.organizations
JOIN organization.memberships AS own ON own.organization_id = organizations.id AND own.user_id = :user_id
WHERE organizations.id = :id;

-- name: listOrganizationsWithMoreRoomsThan :many
-- Those with the most rooms first.
SELECT organizations.id, organizations.name, count(*)::integer AS rooms, sum(rooms.capacity)::integer AS capacity
FROM organization.organizations
JOIN organization.rooms ON rooms.organization_id = organizations.id
GROUP BY organizations.id
HAVING count(*) > :rooms::integer
ORDER BY count(*) DESC, organizations.id
LIMIT :limit::integer;

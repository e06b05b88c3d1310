-- name: insertOrganization :exec
INSERT INTO organization.organizations (id, name, slug, external_id, initialized, version, created_at)
VALUES (:id, :name, :slug, :external_id, :initialized, :version, :created_at);

-- name: findOrganization :maybe
SELECT
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
WHERE id = :id;

-- name: lockOrganization :maybe
-- The organization, until the end of the transaction for us alone, and with it its memberships.
SELECT id, name, slug, external_id, initialized, version, created_at
FROM organization.organizations
WHERE id = :id
FOR UPDATE;

-- name: findMembers :many
-- For an organization that is locked: what lockOrganization itself read beside its row could be from before it waited.
SELECT user_id, role, joined_at
FROM organization.memberships
WHERE organization_id = :organization_id
ORDER BY joined_at, user_id;

-- name: updateOrganization :exec
UPDATE organization.organizations
SET name = :name, external_id = :external_id, initialized = :initialized, version = version + 1
WHERE id = :id AND version = :version;

-- name: putMembers :exec
-- Adds members, and gives those that there are their role.
-- rows: members
INSERT INTO organization.memberships (organization_id, user_id, role, joined_at)
SELECT :organization_id, user_id, role, joined_at
FROM unnest(:user_id::uuid[], :role::text[], :joined_at::timestamptz[]) AS given (user_id, role, joined_at)
ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role;

-- name: deleteMembers :exec
DELETE FROM organization.memberships
WHERE organization_id = :organization_id AND user_id = ANY (:user_ids::uuid[]);

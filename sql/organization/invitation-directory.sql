-- name: findInvitations :maybe
-- The role of a member, with a page of the open invitations, from behind the given one on. Newest first: each is good for
-- equally long, and in the order of their end the expired ones are all behind the others, where nobody reads on.
-- param after_id: nullable
SELECT
  own.role,
  (
    SELECT coalesce(
      json_agg(
        json_build_object(
          'id', id, 'email', email, 'role', role, 'invitedBy', invited_by,
          'createdAt', created_at, 'expiresAt', expires_at
        ) ORDER BY expires_at DESC, id DESC
      ),
      '[]'
    )
    FROM (
      SELECT id, email, role, invited_by, created_at, expires_at
      FROM organization.invitations
      WHERE organization_id = :id
        AND accepted_at IS NULL
        AND expires_at > :now
        AND (expires_at, id) < (coalesce(:after_expires_at::timestamptz, 'infinity'), :after_id::uuid)
      ORDER BY expires_at DESC, id DESC
      LIMIT :limit::integer
    ) AS page
  ) AS invitations
FROM organization.memberships AS own
WHERE own.organization_id = :id AND own.user_id = :user_id;

-- name: findInvitationLinks :maybe
-- The same of the links that can still be used.
-- param after_id: nullable
SELECT
  own.role,
  (
    SELECT coalesce(
      json_agg(
        json_build_object(
          'id', id, 'role', role, 'invitedBy', invited_by, 'maxUses', max_uses, 'uses', uses,
          'createdAt', created_at, 'expiresAt', expires_at
        ) ORDER BY expires_at DESC, id DESC
      ),
      '[]'
    )
    FROM (
      SELECT id, role, invited_by, max_uses, uses, created_at, expires_at
      FROM organization.invitation_links
      WHERE organization_id = :id
        AND uses < max_uses
        AND expires_at > :now
        AND (expires_at, id) < (coalesce(:after_expires_at::timestamptz, 'infinity'), :after_id::uuid)
      ORDER BY expires_at DESC, id DESC
      LIMIT :limit::integer
    ) AS page
  ) AS links
FROM organization.memberships AS own
WHERE own.organization_id = :id AND own.user_id = :user_id;

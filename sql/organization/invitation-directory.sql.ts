// Generated from invitation-directory.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { maybe } from "#infrastructure/shared/database/statement.ts";

/**
 * The role of a member, with a page of the open invitations, from behind the given one on. Newest first: each is good for
 * equally long, and in the order of their end the expired ones are all behind the others, where nobody reads on.
 *
 * @see [invitation-directory.sql](../../../sql/organization/invitation-directory.sql)
 */
export const findInvitations = maybe<
  { id: string; now: Date; afterExpiresAt: Date | null; afterId: string | null; limit: number; userId: string },
  {
    role: string;
    invitations: { id: string; email: string; role: string; invitedBy: string; createdAt: string; expiresAt: string }[];
  }
>({
  name: "organization/invitation-directory.findInvitations",
  text: `SELECT
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
      WHERE organization_id = $1
        AND accepted_at IS NULL
        AND expires_at > $2
        AND (expires_at, id) < (coalesce($3::timestamptz, 'infinity'), $4::uuid)
      ORDER BY expires_at DESC, id DESC
      LIMIT $5::integer
    ) AS page
  ) AS invitations
FROM organization.memberships AS own
WHERE own.organization_id = $1 AND own.user_id = $6`,
  parameters: ["id", "now", "afterExpiresAt", "afterId", "limit", "userId"],
  parameterTypes: [2950, 1184, 1184, 2950, 23, 2950],
});

/**
 * The same of the links that can still be used.
 *
 * @see [invitation-directory.sql](../../../sql/organization/invitation-directory.sql)
 */
export const findInvitationLinks = maybe<
  { id: string; now: Date; afterExpiresAt: Date | null; afterId: string | null; limit: number; userId: string },
  {
    role: string;
    links: {
      id: string;
      role: string;
      invitedBy: string;
      maxUses: number;
      uses: number;
      createdAt: string;
      expiresAt: string;
    }[];
  }
>({
  name: "organization/invitation-directory.findInvitationLinks",
  text: `SELECT
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
      WHERE organization_id = $1
        AND uses < max_uses
        AND expires_at > $2
        AND (expires_at, id) < (coalesce($3::timestamptz, 'infinity'), $4::uuid)
      ORDER BY expires_at DESC, id DESC
      LIMIT $5::integer
    ) AS page
  ) AS links
FROM organization.memberships AS own
WHERE own.organization_id = $1 AND own.user_id = $6`,
  parameters: ["id", "now", "afterExpiresAt", "afterId", "limit", "userId"],
  parameterTypes: [2950, 1184, 1184, 2950, 23, 2950],
});

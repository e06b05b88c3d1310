-- name: insertInvitationLink :exec
INSERT INTO organization.invitation_links
  (id, code, organization_id, role, invited_by, max_uses, uses, version, created_at, expires_at)
VALUES
  (:id, :code, :organization_id, :role, :invited_by, :max_uses, :uses, :version, :created_at, :expires_at);

-- name: lockInvitationLink :maybe
-- The link, until the end of the transaction for us alone: who comes next sees our use.
SELECT id, code, organization_id, role, invited_by, max_uses, uses, version, created_at, expires_at
FROM organization.invitation_links
WHERE code = :code
FOR UPDATE;

-- name: updateInvitationLink :exec
UPDATE organization.invitation_links
SET uses = :uses, version = version + 1
WHERE id = :id AND version = :version;

-- name: lockInvitationLinkById :maybe
-- The link, until the end of the transaction for us alone.
SELECT id, code, organization_id, role, invited_by, max_uses, uses, version, created_at, expires_at
FROM organization.invitation_links
WHERE id = :id AND organization_id = :organization_id
FOR UPDATE;

-- name: deleteInvitationLink :exec
DELETE FROM organization.invitation_links
WHERE id = :id;

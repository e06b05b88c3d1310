-- name: insertInvitation :exec
INSERT INTO organization.invitations
  (id, organization_id, email, role, invited_by, token_hash, version, created_at, expires_at, accepted_at)
VALUES
  (:id, :organization_id, :email, :role, :invited_by, :token_hash, :version, :created_at, :expires_at, :accepted_at);

-- name: lockInvitation :maybe
-- The invitation, until the end of the transaction for us alone.
SELECT id, organization_id, email, role, invited_by, token_hash, version, created_at, expires_at, accepted_at
FROM organization.invitations
WHERE token_hash = :token_hash
FOR UPDATE;

-- name: updateInvitation :exec
UPDATE organization.invitations
SET accepted_at = :accepted_at, version = version + 1
WHERE id = :id AND version = :version;

-- name: lockInvitationById :maybe
-- The invitation, until the end of the transaction for us alone.
SELECT id, organization_id, email, role, invited_by, token_hash, version, created_at, expires_at, accepted_at
FROM organization.invitations
WHERE id = :id AND organization_id = :organization_id
FOR UPDATE;

-- name: deleteInvitation :exec
DELETE FROM organization.invitations
WHERE id = :id;

// Generated from invitation.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, maybe } from "#infrastructure/shared/database/statement.ts";

/** @see [invitation.sql](../../../sql/organization/invitation.sql) */
export const insertInvitation = exec<{
  id: string;
  organizationId: string;
  email: string;
  role: string;
  invitedBy: string;
  tokenHash: string;
  version: number;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
}>({
  name: "organization/invitation.insertInvitation",
  text: `INSERT INTO organization.invitations
  (id, organization_id, email, role, invited_by, token_hash, version, created_at, expires_at, accepted_at)
VALUES
  ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  parameters: [
    "id",
    "organizationId",
    "email",
    "role",
    "invitedBy",
    "tokenHash",
    "version",
    "createdAt",
    "expiresAt",
    "acceptedAt",
  ],
  parameterTypes: [2950, 2950, 25, 25, 2950, 25, 23, 1184, 1184, 1184],
});

/**
 * The invitation, until the end of the transaction for us alone.
 *
 * @see [invitation.sql](../../../sql/organization/invitation.sql)
 */
export const lockInvitation = maybe<
  { tokenHash: string },
  {
    id: string;
    organizationId: string;
    email: string;
    role: string;
    invitedBy: string;
    tokenHash: string;
    version: number;
    createdAt: Date;
    expiresAt: Date;
    acceptedAt: Date | null;
  }
>({
  name: "organization/invitation.lockInvitation",
  text: `SELECT id, organization_id, email, role, invited_by, token_hash, version, created_at, expires_at, accepted_at
FROM organization.invitations
WHERE token_hash = $1
FOR UPDATE`,
  parameters: ["tokenHash"],
  parameterTypes: [25],
});

/** @see [invitation.sql](../../../sql/organization/invitation.sql) */
export const updateInvitation = exec<{ acceptedAt: Date | null; id: string; version: number }>({
  name: "organization/invitation.updateInvitation",
  text: `UPDATE organization.invitations
SET accepted_at = $1, version = version + 1
WHERE id = $2 AND version = $3`,
  parameters: ["acceptedAt", "id", "version"],
  parameterTypes: [1184, 2950, 23],
});

/**
 * The invitation, until the end of the transaction for us alone.
 *
 * @see [invitation.sql](../../../sql/organization/invitation.sql)
 */
export const lockInvitationById = maybe<
  { id: string; organizationId: string },
  {
    id: string;
    organizationId: string;
    email: string;
    role: string;
    invitedBy: string;
    tokenHash: string;
    version: number;
    createdAt: Date;
    expiresAt: Date;
    acceptedAt: Date | null;
  }
>({
  name: "organization/invitation.lockInvitationById",
  text: `SELECT id, organization_id, email, role, invited_by, token_hash, version, created_at, expires_at, accepted_at
FROM organization.invitations
WHERE id = $1 AND organization_id = $2
FOR UPDATE`,
  parameters: ["id", "organizationId"],
  parameterTypes: [2950, 2950],
});

/** @see [invitation.sql](../../../sql/organization/invitation.sql) */
export const deleteInvitation = exec<{ id: string }>({
  name: "organization/invitation.deleteInvitation",
  text: `DELETE FROM organization.invitations
WHERE id = $1`,
  parameters: ["id"],
  parameterTypes: [2950],
});

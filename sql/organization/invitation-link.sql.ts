// Generated from invitation-link.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, maybe } from "#infrastructure/shared/database/statement.ts";

/** @see [invitation-link.sql](../../../sql/organization/invitation-link.sql) */
export const insertInvitationLink = exec<{
  id: string;
  code: string;
  organizationId: string;
  role: string;
  invitedBy: string;
  maxUses: number;
  uses: number;
  version: number;
  createdAt: Date;
  expiresAt: Date;
}>({
  name: "organization/invitation-link.insertInvitationLink",
  text: `INSERT INTO organization.invitation_links
  (id, code, organization_id, role, invited_by, max_uses, uses, version, created_at, expires_at)
VALUES
  ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  parameters: [
    "id",
    "code",
    "organizationId",
    "role",
    "invitedBy",
    "maxUses",
    "uses",
    "version",
    "createdAt",
    "expiresAt",
  ],
  parameterTypes: [2950, 25, 2950, 25, 2950, 23, 23, 23, 1184, 1184],
});

/**
 * The link, until the end of the transaction for us alone: who comes next sees our use.
 *
 * @see [invitation-link.sql](../../../sql/organization/invitation-link.sql)
 */
export const lockInvitationLink = maybe<
  { code: string },
  {
    id: string;
    code: string;
    organizationId: string;
    role: string;
    invitedBy: string;
    maxUses: number;
    uses: number;
    version: number;
    createdAt: Date;
    expiresAt: Date;
  }
>({
  name: "organization/invitation-link.lockInvitationLink",
  text: `SELECT id, code, organization_id, role, invited_by, max_uses, uses, version, created_at, expires_at
FROM organization.invitation_links
WHERE code = $1
FOR UPDATE`,
  parameters: ["code"],
  parameterTypes: [25],
});

/** @see [invitation-link.sql](../../../sql/organization/invitation-link.sql) */
export const updateInvitationLink = exec<{ uses: number; id: string; version: number }>({
  name: "organization/invitation-link.updateInvitationLink",
  text: `UPDATE organization.invitation_links
SET uses = $1, version = version + 1
WHERE id = $2 AND version = $3`,
  parameters: ["uses", "id", "version"],
  parameterTypes: [23, 2950, 23],
});

/**
 * The link, until the end of the transaction for us alone.
 *
 * @see [invitation-link.sql](../../../sql/organization/invitation-link.sql)
 */
export const lockInvitationLinkById = maybe<
  { id: string; organizationId: string },
  {
    id: string;
    code: string;
    organizationId: string;
    role: string;
    invitedBy: string;
    maxUses: number;
    uses: number;
    version: number;
    createdAt: Date;
    expiresAt: Date;
  }
>({
  name: "organization/invitation-link.lockInvitationLinkById",
  text: `SELECT id, code, organization_id, role, invited_by, max_uses, uses, version, created_at, expires_at
FROM organization.invitation_links
WHERE id = $1 AND organization_id = $2
FOR UPDATE`,
  parameters: ["id", "organizationId"],
  parameterTypes: [2950, 2950],
});

/** @see [invitation-link.sql](../../../sql/organization/invitation-link.sql) */
export const deleteInvitationLink = exec<{ id: string }>({
  name: "organization/invitation-link.deleteInvitationLink",
  text: `DELETE FROM organization.invitation_links
WHERE id = $1`,
  parameters: ["id"],
  parameterTypes: [2950],
});

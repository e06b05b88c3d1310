// Generated from room.sql by `npm run sql`, with PostgreSQL 18: change that file, not this one.
import { exec, maybe } from "#infrastructure/shared/database/statement.ts";

/** @see [room.sql](../../../sql/organization/room.sql) */
export const insertRoom = exec<{
  id: string;
  organizationId: string;
  name: string;
  layout: string;
  capacity: number;
  description: string | null;
  version: number;
  createdAt: Date;
}>({
  name: "organization/room.insertRoom",
  text: `INSERT INTO organization.rooms (id, organization_id, name, layout, capacity, description, version, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
  parameters: ["id", "organizationId", "name", "layout", "capacity", "description", "version", "createdAt"],
  parameterTypes: [2950, 2950, 25, 25, 23, 25, 23, 1184],
});

/** @see [room.sql](../../../sql/organization/room.sql) */
export const findRoom = maybe<
  { id: string; organizationId: string },
  {
    id: string;
    organizationId: string;
    name: string;
    layout: string;
    capacity: number;
    description: string | null;
    version: number;
    createdAt: Date;
  }
>({
  name: "organization/room.findRoom",
  text: `SELECT id, organization_id, name, layout, capacity, description, version, created_at
FROM organization.rooms
WHERE id = $1 AND organization_id = $2`,
  parameters: ["id", "organizationId"],
  parameterTypes: [2950, 2950],
});

/**
 * The room, until the end of the transaction for us alone.
 *
 * @see [room.sql](../../../sql/organization/room.sql)
 */
export const lockRoom = maybe<
  { id: string; organizationId: string },
  {
    id: string;
    organizationId: string;
    name: string;
    layout: string;
    capacity: number;
    description: string | null;
    version: number;
    createdAt: Date;
  }
>({
  name: "organization/room.lockRoom",
  text: `SELECT id, organization_id, name, layout, capacity, description, version, created_at
FROM organization.rooms
WHERE id = $1 AND organization_id = $2
FOR UPDATE`,
  parameters: ["id", "organizationId"],
  parameterTypes: [2950, 2950],
});

/** @see [room.sql](../../../sql/organization/room.sql) */
export const updateRoom = exec<{
  name: string;
  layout: string;
  capacity: number;
  description: string | null;
  id: string;
  version: number;
}>({
  name: "organization/room.updateRoom",
  text: `UPDATE organization.rooms
SET name = $1, layout = $2, capacity = $3, description = $4, version = version + 1
WHERE id = $5 AND version = $6`,
  parameters: ["name", "layout", "capacity", "description", "id", "version"],
  parameterTypes: [25, 25, 23, 25, 2950, 23],
});

/** @see [room.sql](../../../sql/organization/room.sql) */
export const deleteRoom = exec<{ id: string }>({
  name: "organization/room.deleteRoom",
  text: `DELETE FROM organization.rooms
WHERE id = $1`,
  parameters: ["id"],
  parameterTypes: [2950],
});

-- name: insertRoom :exec
INSERT INTO organization.rooms (id, organization_id, name, layout, capacity, description, version, created_at)
VALUES (:id, :organization_id, :name, :layout, :capacity, :description, :version, :created_at);

-- name: findRoom :maybe
SELECT id, organization_id, name, layout, capacity, description, version, created_at
FROM organization.rooms
WHERE id = :id AND organization_id = :organization_id;

-- name: lockRoom :maybe
-- The room, until the end of the transaction for us alone.
SELECT id, organization_id, name, layout, capacity, description, version, created_at
FROM organization.rooms
WHERE id = :id AND organization_id = :organization_id
FOR UPDATE;

-- name: updateRoom :exec
UPDATE organization.rooms
SET name = :name, layout = :layout, capacity = :capacity, description = :description, version = version + 1
WHERE id = :id AND version = :version;

-- name: deleteRoom :exec
DELETE FROM organization.rooms
WHERE id = :id;

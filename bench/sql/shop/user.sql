-- name: findUser :maybe
SELECT id, email, name, role, version, created_at, updated_at
FROM shop.users
WHERE id = :id;

-- name: lockUser :maybe
-- The user, until the end of the transaction for us alone.
SELECT id, email, name, role, version, created_at, updated_at
FROM shop.users
WHERE id = :id
FOR UPDATE;

-- name: updateUser :exec
UPDATE shop.users
SET email = :email, name = :name, role = :role, updated_at = :updated_at, version = version + 1
WHERE id = :id AND version = :version;

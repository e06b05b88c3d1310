-- name: listUsers :many
-- Newest first, from behind the given position on.
-- param after_id: nullable
SELECT id, email, name, role, email_verified_at, created_at, deleted_at
FROM identity.users
WHERE (deleted_at IS NOT NULL) = :deleted
  AND (:role::text IS NULL OR role = :role)
  AND (
    :search::text IS NULL
    OR strpos(lower(name), lower(:search)) > 0
    OR strpos(lower(email), lower(:search)) > 0
  )
  AND (created_at, id) < (coalesce(:after_created_at::timestamptz, 'infinity'), :after_id::uuid)
ORDER BY created_at DESC, id DESC
LIMIT :limit::integer;

-- name: countUsers :one
-- vet: allow no-index: a total looks at every user that may match, and only administrators ask for it
SELECT count(*)::integer AS total
FROM identity.users
WHERE (deleted_at IS NOT NULL) = :deleted
  AND (:role::text IS NULL OR role = :role)
  AND (
    :search::text IS NULL
    OR strpos(lower(name), lower(:search)) > 0
    OR strpos(lower(email), lower(:search)) > 0
  );

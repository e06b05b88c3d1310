-- name: insertUser :exec
INSERT INTO identity.users
  (id, email, name, password_hash, role, email_verified_at, version, created_at, updated_at, deleted_at)
VALUES
  (:id, :email, :name, :password_hash, :role, :email_verified_at, :version, :created_at, :updated_at, :deleted_at);

-- name: insertSettings :exec
INSERT INTO identity.user_settings (user_id, locale, time_zone, marketing_emails)
VALUES (:user_id, :locale, :time_zone, :marketing_emails);

-- name: insertIdentities :exec
-- rows: identities
INSERT INTO identity.user_identities (user_id, provider, subject)
SELECT :user_id, provider, subject
FROM unnest(:provider::text[], :subject::text[]) AS given (provider, subject);

-- name: findUser :maybe
-- The user, unless deleted.
SELECT
  users.id, users.email, users.name, users.password_hash, users.role, users.email_verified_at,
  users.version, users.created_at, users.updated_at, users.deleted_at,
  settings.locale, settings.time_zone, settings.marketing_emails,
  (
    SELECT coalesce(json_agg(json_build_object('provider', provider, 'subject', subject) ORDER BY provider, subject), '[]')
    FROM identity.user_identities AS of_user
    WHERE of_user.user_id = users.id
  ) AS identities
FROM identity.users
JOIN identity.user_settings AS settings ON settings.user_id = users.id
WHERE users.id = :id AND users.deleted_at IS NULL;

-- name: findUserByEmail :maybe
-- The user, unless deleted.
SELECT
  users.id, users.email, users.name, users.password_hash, users.role, users.email_verified_at,
  users.version, users.created_at, users.updated_at, users.deleted_at,
  settings.locale, settings.time_zone, settings.marketing_emails,
  (
    SELECT coalesce(json_agg(json_build_object('provider', provider, 'subject', subject) ORDER BY provider, subject), '[]')
    FROM identity.user_identities AS of_user
    WHERE of_user.user_id = users.id
  ) AS identities
FROM identity.users
JOIN identity.user_settings AS settings ON settings.user_id = users.id
WHERE lower(users.email) = lower(:email) AND users.deleted_at IS NULL;

-- name: findUserByIdentity :maybe
-- The user, also when deleted.
SELECT
  users.id, users.email, users.name, users.password_hash, users.role, users.email_verified_at,
  users.version, users.created_at, users.updated_at, users.deleted_at,
  settings.locale, settings.time_zone, settings.marketing_emails,
  (
    SELECT coalesce(json_agg(json_build_object('provider', provider, 'subject', subject) ORDER BY provider, subject), '[]')
    FROM identity.user_identities AS of_user
    WHERE of_user.user_id = users.id
  ) AS identities
FROM identity.user_identities AS identities
JOIN identity.users ON users.id = identities.user_id
JOIN identity.user_settings AS settings ON settings.user_id = users.id
WHERE identities.provider = :provider AND identities.subject = :subject;

-- name: lockUser :maybe
-- The user, also when deleted, until the end of the transaction for us alone. Both rows are locked: of a row that isn't,
-- whoever had to wait would see what was there before the wait, and write it back.
SELECT
  users.id, users.email, users.name, users.password_hash, users.role, users.email_verified_at,
  users.version, users.created_at, users.updated_at, users.deleted_at,
  settings.locale, settings.time_zone, settings.marketing_emails
FROM identity.users
JOIN identity.user_settings AS settings ON settings.user_id = users.id
WHERE users.id = :id
FOR UPDATE OF users, settings;

-- name: findIdentities :many
-- For a user that is locked: what lockUser itself read beside its rows could be from before it waited for them.
SELECT provider, subject
FROM identity.user_identities
WHERE user_id = :user_id
ORDER BY provider, subject;

-- name: lockAdministratorIds :many
-- The administrators, unless deleted, until the end of the transaction for us alone; in one order, so that nobody waits
-- for somebody who waits for them. Whoever had to wait doesn't get those who were demoted or deleted meanwhile.
-- vet: allow unbounded-many: administrators are few
-- vet: allow no-index: users_admins_idx holds nobody else
SELECT id
FROM identity.users
WHERE role = 'admin' AND deleted_at IS NULL
ORDER BY id
FOR UPDATE;

-- name: updateUser :exec
UPDATE identity.users
SET
  email = :email, name = :name, password_hash = :password_hash, role = :role,
  email_verified_at = :email_verified_at, version = version + 1,
  updated_at = :updated_at, deleted_at = :deleted_at
WHERE id = :id AND version = :version;

-- name: updateSettings :exec
UPDATE identity.user_settings
SET locale = :locale, time_zone = :time_zone, marketing_emails = :marketing_emails
WHERE user_id = :user_id;

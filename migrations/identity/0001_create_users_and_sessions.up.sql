-- lint: allow foreign-key-without-index: users are marked as deleted and their rows stay, so nothing looks for sessions by that key

CREATE SCHEMA identity;

CREATE TABLE identity.users (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  password_hash text,
  role text NOT NULL CONSTRAINT users_role_check CHECK (role IN ('member', 'admin')),
  email_verified_at timestamptz(3),
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  deleted_at timestamptz(3)
);

CREATE UNIQUE INDEX users_email_key ON identity.users (lower(email)) WHERE deleted_at IS NULL;
CREATE INDEX users_newest_idx ON identity.users (created_at DESC, id DESC);
-- Of whom there are few: the other index would be read far until a page of them is found.
CREATE INDEX users_admins_idx ON identity.users (created_at DESC, id DESC) WHERE role = 'admin';
CREATE INDEX users_deleted_idx ON identity.users (created_at DESC, id DESC) WHERE deleted_at IS NOT NULL;

CREATE TABLE identity.user_settings (
  user_id uuid PRIMARY KEY CONSTRAINT user_settings_user_fkey REFERENCES identity.users ON DELETE CASCADE,
  locale text NOT NULL,
  time_zone text,
  marketing_emails boolean NOT NULL
);

CREATE TABLE identity.user_identities (
  provider text NOT NULL,
  subject text NOT NULL,
  user_id uuid NOT NULL CONSTRAINT user_identities_user_fkey REFERENCES identity.users ON DELETE CASCADE,
  CONSTRAINT user_identities_pkey PRIMARY KEY (provider, subject)
);

CREATE INDEX user_identities_user_idx ON identity.user_identities (user_id);

CREATE TABLE identity.sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL CONSTRAINT sessions_user_fkey REFERENCES identity.users ON DELETE CASCADE,
  refresh_token_hash text NOT NULL CONSTRAINT sessions_refresh_token_hash_key UNIQUE,
  user_agent text,
  ip text,
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3)
);

CREATE INDEX sessions_user_idx ON identity.sessions (user_id) WHERE revoked_at IS NULL;

CREATE TABLE identity.events (
  aggregate_id uuid NOT NULL,
  version integer NOT NULL,
  position integer NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  CONSTRAINT events_pkey PRIMARY KEY (aggregate_id, version, position)
);

COMMENT ON TABLE identity.events IS
  'What happened to the aggregates, written with the change itself; in order per aggregate by version and position.';

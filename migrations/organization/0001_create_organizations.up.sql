CREATE SCHEMA organization;

-- For room_layouts_pkey and rooms_layout_fkey: a text beside a range in one GiST index.
CREATE EXTENSION btree_gist WITH SCHEMA organization;

CREATE TABLE organization.organizations (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  slug text NOT NULL CONSTRAINT organizations_slug_key UNIQUE,
  external_id text CONSTRAINT organizations_external_id_key UNIQUE,
  initialized boolean NOT NULL,
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL
);

COMMENT ON COLUMN organization.organizations.external_id IS
  'Its id at an outside system, such as the identity provider; NULL: it is known here only.';
COMMENT ON COLUMN organization.organizations.initialized IS 'Whether its people have said that it is set up.';

CREATE TABLE organization.memberships (
  organization_id uuid NOT NULL
    CONSTRAINT memberships_organization_fkey REFERENCES organization.organizations ON DELETE CASCADE,
  user_id uuid NOT NULL,
  role text NOT NULL CONSTRAINT memberships_role_check CHECK (role IN ('owner', 'admin', 'member')),
  joined_at timestamptz(3) NOT NULL,
  CONSTRAINT memberships_pkey PRIMARY KEY (organization_id, user_id)
);

CREATE INDEX memberships_user_idx ON organization.memberships (user_id, organization_id);

COMMENT ON TABLE organization.memberships IS
  'Written only while the row of the organization is locked: that an owner is left is decided on all of them.';

CREATE TABLE organization.invitations (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL
    CONSTRAINT invitations_organization_fkey REFERENCES organization.organizations ON DELETE CASCADE,
  email text NOT NULL,
  role text NOT NULL CONSTRAINT invitations_role_check CHECK (role IN ('owner', 'admin', 'member')),
  invited_by uuid NOT NULL,
  token_hash text NOT NULL CONSTRAINT invitations_token_hash_key UNIQUE,
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  accepted_at timestamptz(3)
);

CREATE INDEX invitations_organization_idx ON organization.invitations (organization_id, expires_at DESC, id DESC);

CREATE TABLE organization.invitation_links (
  id uuid PRIMARY KEY,
  code text NOT NULL CONSTRAINT invitation_links_code_key UNIQUE,
  organization_id uuid NOT NULL
    CONSTRAINT invitation_links_organization_fkey REFERENCES organization.organizations ON DELETE CASCADE,
  role text NOT NULL CONSTRAINT invitation_links_role_check CHECK (role IN ('owner', 'admin', 'member')),
  invited_by uuid NOT NULL,
  max_uses integer NOT NULL,
  uses integer NOT NULL,
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT invitation_links_uses_check CHECK (uses BETWEEN 0 AND max_uses)
);

CREATE INDEX invitation_links_organization_idx
  ON organization.invitation_links (organization_id, expires_at DESC, id DESC);

COMMENT ON COLUMN organization.invitations.invited_by IS
  'The member who invites. The invitation is good only while this member may give its role.';
COMMENT ON COLUMN organization.invitation_links.invited_by IS
  'The member who made the link. It is good only while this member may give its role.';

CREATE TABLE organization.room_layouts (
  layout text NOT NULL,
  min_capacity integer NOT NULL,
  max_capacity integer NOT NULL,
  capacities int4range NOT NULL GENERATED ALWAYS AS (int4range(min_capacity, max_capacity, '[]')) STORED,
  CONSTRAINT room_layouts_pkey PRIMARY KEY (layout, capacities WITHOUT OVERLAPS)
);

COMMENT ON TABLE organization.room_layouts IS
  'The whitelist of rooms: which layout may have which capacities. A row more, and another combination is allowed.';

INSERT INTO organization.room_layouts (layout, min_capacity, max_capacity)
VALUES ('focus', 1, 2), ('boardroom', 2, 24), ('classroom', 4, 60), ('u-shape', 6, 40), ('theater', 10, 500);

CREATE TABLE organization.rooms (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL
    CONSTRAINT rooms_organization_fkey REFERENCES organization.organizations ON DELETE CASCADE,
  name text NOT NULL,
  layout text NOT NULL,
  capacity integer NOT NULL,
  capacity_range int4range NOT NULL GENERATED ALWAYS AS (int4range(capacity, capacity, '[]')) STORED,
  description text,
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT rooms_layout_fkey FOREIGN KEY (layout, PERIOD capacity_range)
    REFERENCES organization.room_layouts (layout, PERIOD capacities)
);

CREATE INDEX rooms_organization_idx ON organization.rooms (organization_id, name, id);
CREATE INDEX rooms_layout_idx ON organization.rooms USING gist (layout, capacity_range);

COMMENT ON COLUMN organization.rooms.capacity_range IS
  'The capacity as a range of one, for rooms_layout_fkey: it must lie within the capacities that the layout allows.';

CREATE TABLE organization.integrations (
  key text NOT NULL CONSTRAINT integrations_pkey PRIMARY KEY,
  name text NOT NULL
);

COMMENT ON TABLE organization.integrations IS 'Other services that a user can connect. They come with the migrations.';

INSERT INTO organization.integrations (key, name)
VALUES ('google-calendar', 'Google Calendar'), ('outlook-calendar', 'Outlook Calendar'), ('slack', 'Slack');

CREATE TABLE organization.user_integrations (
  user_id uuid NOT NULL,
  integration_key text NOT NULL
    CONSTRAINT user_integrations_integration_fkey REFERENCES organization.integrations,
  connected_at timestamptz(3) NOT NULL,
  account text,
  CONSTRAINT user_integrations_pkey PRIMARY KEY (user_id, integration_key)
);

CREATE INDEX user_integrations_integration_idx ON organization.user_integrations (integration_key);

COMMENT ON COLUMN organization.user_integrations.account IS
  'The name of the account there, such as an e-mail address; NULL: not known.';

CREATE TABLE organization.events (
  aggregate_id uuid NOT NULL,
  version integer NOT NULL,
  position integer NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  CONSTRAINT events_pkey PRIMARY KEY (aggregate_id, version, position)
);

COMMENT ON TABLE organization.events IS
  'What happened to the aggregates, written with the change itself; in order per aggregate by version and position.';

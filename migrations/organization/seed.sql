-- 40 organizations of the people of identity's seed (their ids have the numbers 1 to 300), with rooms and integrations.
CREATE OR REPLACE FUNCTION pg_temp.dice(what text, number bigint, sides integer) RETURNS integer LANGUAGE sql IMMUTABLE
  RETURN ('x' || left(md5(what || number), 7))::bit(28)::integer % sides;

-- Members and rooms come with their organization only: who was removed since doesn't come back.
WITH created AS (
  INSERT INTO organization.organizations (id, name, slug, external_id, initialized, version, created_at)
  SELECT
    format('01900000-0000-7000-8001-%s', lpad(number::text, 12, '0'))::uuid,
    name,
    lower(replace(name, ' ', '-')),
    CASE WHEN number % 4 = 0 THEN format('org_%s', upper(left(md5(name), 12))) END,
    pg_temp.dice('initialized', number, 5) > 0,
    1,
    '2026-01-10T08:00:00Z'::timestamptz + number * interval '1 day'
  FROM generate_series(1, 40) AS number
  CROSS JOIN LATERAL (
    SELECT format(
      '%s %s',
      (ARRAY[
        'Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel', 'Ironwood', 'Juniper',
        'Kauri', 'Larch', 'Maple', 'Nutmeg', 'Oak', 'Pine', 'Quince', 'Rowan', 'Spruce', 'Teak'
      ])[1 + number % 20],
      (ARRAY['Studio', 'Works', 'Labs'])[1 + number / 20]
    ) AS name
  ) AS named
  ON CONFLICT DO NOTHING
  RETURNING
    id, created_at, right(id::text, 12)::bigint AS number,
    -- As place 0 below.
    format('01900000-0000-7000-8000-%s', lpad((4 + (right(id::text, 12)::bigint * 7) % 297)::text, 12, '0'))::uuid AS owner
),
joined AS (
  INSERT INTO organization.memberships (organization_id, user_id, role, joined_at)
  SELECT id, user_id, role, joined_at
  FROM (
    SELECT
      id,
      -- 11 and 297 have no common factor: nobody comes twice.
      format('01900000-0000-7000-8000-%s', lpad((4 + (number * 7 + place * 11) % 297)::text, 12, '0'))::uuid AS user_id,
      CASE place WHEN 0 THEN 'owner' WHEN 1 THEN 'admin' ELSE 'member' END AS role,
      created_at + place * interval '1 day' AS joined_at
    FROM created
    CROSS JOIN LATERAL generate_series(0, 2 + pg_temp.dice('members', number, 13)) AS place
    UNION ALL
    SELECT id, '01900000-0000-7000-8000-000000000001', 'owner', created_at FROM created WHERE number = 1
    UNION ALL
    SELECT id, '01900000-0000-7000-8000-000000000002', 'member', created_at FROM created WHERE number = 1
  ) AS members
),
layouts AS (
  SELECT layout, min_capacity, max_capacity, row_number() OVER (ORDER BY layout, min_capacity) - 1 AS position
  FROM organization.room_layouts
),
furnished AS (
  INSERT INTO organization.rooms (id, organization_id, name, layout, capacity, description, version, created_at)
  SELECT
    format('01900000-0000-7000-8002-%s', lpad(room::text, 12, '0'))::uuid,
    id,
    (ARRAY['Amber', 'Basalt', 'Chalk', 'Diamond', 'Emerald', 'Flint', 'Granite', 'Halite', 'Iolite', 'Jade'])[place],
    layout,
    min_capacity + pg_temp.dice('capacity', room, max_capacity - min_capacity + 1),
    CASE WHEN pg_temp.dice('described', room, 3) = 0 THEN 'Whiteboard, screen and a camera.' END,
    1,
    created_at
  FROM created
  CROSS JOIN LATERAL generate_series(1, 1 + pg_temp.dice('rooms', number, 10)) AS place
  CROSS JOIN LATERAL (SELECT number * 100 + place AS room) AS numbered
  JOIN layouts ON layouts.position = pg_temp.dice('layout', room, (SELECT count(*)::integer FROM layouts))
),
invited AS (
  INSERT INTO organization.invitations
    (id, organization_id, email, role, invited_by, token_hash, version, created_at, expires_at, accepted_at)
  SELECT
    format('01900000-0000-7000-8003-%s', lpad(number::text, 12, '0'))::uuid,
    id,
    format('guest-%s@example.com', number),
    'member',
    owner,
    -- No token has it: nobody can accept the invitation.
    format('none-%s', number),
    1,
    created_at,
    created_at + interval '7 days',
    NULL
  FROM created
  WHERE number % 2 = 0
)
INSERT INTO organization.invitation_links
  (id, code, organization_id, role, invited_by, max_uses, uses, version, created_at, expires_at)
SELECT
  format('01900000-0000-7000-8004-%s', lpad(number::text, 12, '0'))::uuid,
  format('welcome-%s', number),
  id,
  'member',
  owner,
  10,
  pg_temp.dice('uses', number, 11),
  1 + pg_temp.dice('uses', number, 11),
  created_at,
  created_at + interval '7 days'
FROM created
WHERE number % 3 = 0;

INSERT INTO organization.user_integrations (user_id, integration_key, connected_at, account)
SELECT
  format('01900000-0000-7000-8000-%s', lpad(number::text, 12, '0'))::uuid,
  key,
  '2026-01-20T12:00:00Z'::timestamptz + number * interval '1 hour',
  CASE WHEN pg_temp.dice('account', number, 2) = 0 THEN format('account-%s@example.com', number) END
FROM generate_series(4, 300) AS number
CROSS JOIN organization.integrations
WHERE pg_temp.dice(key, number, 4) = 0
ON CONFLICT DO NOTHING;

-- People to develop with. Everybody's password: plinth development
CREATE OR REPLACE FUNCTION pg_temp.dice(what text, number bigint, sides integer) RETURNS integer LANGUAGE sql IMMUTABLE
  RETURN ('x' || left(md5(what || number), 7))::bit(28)::integer % sides;

WITH people (id, email, name, password_hash, role, email_verified_at, created_at) AS (
  VALUES
    ('01900000-0000-7000-8000-000000000001'::uuid, 'admin@example.com', 'Adele Admin',
     '$argon2id$v=19$m=19456,t=2,p=1$cGxpbnRoLXNlZWQtYWRhMA$ipPQCYvu34sWf2UONftDTBPEEkmSoRhs2I2IsTFiizw',
     'admin', '2026-01-01T00:00:00Z'::timestamptz, '2026-01-01T00:00:00Z'::timestamptz),
    ('01900000-0000-7000-8000-000000000002', 'member@example.com', 'Mary Member',
     '$argon2id$v=19$m=19456,t=2,p=1$cGxpbnRoLXNlZWQtZ3JhYw$0W9rzwrCt05aypWVTiZ4wTJncu3Ijnxd4GV/DJjPL/s',
     'member', '2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z'),
    ('01900000-0000-7000-8000-000000000003', 'newcomer@example.com', 'Nora Newcomer, not verified',
     '$argon2id$v=19$m=19456,t=2,p=1$cGxpbnRoLXNlZWQta2F0aA$/1mafCLXBFERc7mejK2navyYHHfu5w6nbPS03nVvraA',
     'member', NULL, '2026-01-03T00:00:00Z')
  UNION ALL
  SELECT
    format('01900000-0000-7000-8000-%s', lpad(number::text, 12, '0'))::uuid,
    lower(format('%s.%s@example.com', first_name, last_name)),
    format('%s %s', first_name, last_name),
    '$argon2id$v=19$m=19456,t=2,p=1$cGxpbnRoLXNlZWQtZ3JhYw$0W9rzwrCt05aypWVTiZ4wTJncu3Ijnxd4GV/DJjPL/s',
    'member',
    CASE WHEN pg_temp.dice('verified', number, 10) > 0 THEN created_at + interval '1 hour' END,
    created_at
  FROM generate_series(4, 300) AS number
  CROSS JOIN LATERAL (
    SELECT
      '2026-01-03T00:00:00Z'::timestamptz + number * interval '30 minutes' AS created_at,
      (ARRAY[
        'Alan', 'Barbara', 'Claude', 'Donald', 'Edsger', 'Frances', 'Grace', 'Hedy', 'Ivan', 'Jean',
        'Katherine', 'Leslie', 'Margaret', 'Niklaus', 'Ole', 'Peter', 'Radia', 'Sophie', 'Tim', 'Ursula'
      ])[1 + number % 20] AS first_name,
      (ARRAY[
        'Allen', 'Becker', 'Castro', 'Dubois', 'Eriksen', 'Ferrari', 'Gupta', 'Hansen', 'Ito', 'Jansen',
        'Keller', 'Lopez', 'Meyer', 'Novak', 'Okafor', 'Petit'
      ])[1 + number / 20] AS last_name
  ) AS made
),
inserted AS (
  INSERT INTO identity.users
    (id, email, name, password_hash, role, email_verified_at, version, created_at, updated_at, deleted_at)
  SELECT
    id, email, name, password_hash, role, email_verified_at, CASE WHEN email_verified_at > created_at THEN 2 ELSE 1 END,
    created_at, coalesce(email_verified_at, created_at), NULL
  FROM people
  ORDER BY id
  ON CONFLICT DO NOTHING
  RETURNING id
)
INSERT INTO identity.user_settings (user_id, locale, time_zone, marketing_emails)
SELECT
  id,
  (ARRAY['en', 'en-GB', 'de', 'de-CH', 'fr'])[1 + pg_temp.dice('locale', number, 5)],
  (ARRAY[NULL, 'Europe/London', 'Europe/Berlin', 'Europe/Zurich', 'America/New_York'])[1 + pg_temp.dice('zone', number, 5)],
  pg_temp.dice('marketing', number, 4) = 0
FROM inserted
CROSS JOIN LATERAL (SELECT right(id::text, 12)::bigint AS number) AS made;

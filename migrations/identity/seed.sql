-- People to develop with. Everybody's password: plinth development
WITH people AS (
  INSERT INTO identity.users
    (id, email, name, password_hash, role, email_verified_at, version, created_at, updated_at, deleted_at)
  VALUES
    ('01900000-0000-7000-8000-000000000001', 'admin@example.com', 'Adele Admin',
     '$argon2id$v=19$m=19456,t=2,p=1$cGxpbnRoLXNlZWQtYWRhMA$ipPQCYvu34sWf2UONftDTBPEEkmSoRhs2I2IsTFiizw',
     'admin', '2026-01-01T00:00:00Z', 1, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', NULL),
    ('01900000-0000-7000-8000-000000000002', 'member@example.com', 'Mary Member',
     '$argon2id$v=19$m=19456,t=2,p=1$cGxpbnRoLXNlZWQtZ3JhYw$0W9rzwrCt05aypWVTiZ4wTJncu3Ijnxd4GV/DJjPL/s',
     'member', '2026-01-02T00:00:00Z', 1, '2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z', NULL),
    ('01900000-0000-7000-8000-000000000003', 'newcomer@example.com', 'Nora Newcomer, not verified',
     '$argon2id$v=19$m=19456,t=2,p=1$cGxpbnRoLXNlZWQta2F0aA$/1mafCLXBFERc7mejK2navyYHHfu5w6nbPS03nVvraA',
     'member', NULL, 1, '2026-01-03T00:00:00Z', '2026-01-03T00:00:00Z', NULL)
  ON CONFLICT DO NOTHING
  RETURNING id
)
INSERT INTO identity.user_settings (user_id, locale, time_zone, marketing_emails)
SELECT id, 'en', NULL, false FROM people;

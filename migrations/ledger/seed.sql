-- 400 accounts of the people of identity's seed: a deposit each, withdrawals, and transfers between them.
CREATE OR REPLACE FUNCTION pg_temp.dice(what text, number bigint, sides integer) RETURNS integer LANGUAGE sql IMMUTABLE
  RETURN ('x' || left(md5(what || number), 7))::bit(28)::integer % sides;

WITH sendings AS MATERIALIZED (
  -- Each account sends a dozen times at most 20.00, which its first deposit covers.
  SELECT
    format('01900000-0000-7000-8009-%s', lpad(number::text, 12, '0'))::uuid AS id,
    number,
    sender,
    -- A multiple of 10 further: of the same currency, and another one.
    1 + (sender - 1 + 10 * (1 + pg_temp.dice('receiver', number, 39))) % 400 AS receiver,
    (pg_temp.dice('sent', number, 2000) + 1) / 100.0 AS amount,
    '2026-02-01T09:00:00Z'::timestamptz + number * interval '30 minutes' AS created_at
  FROM generate_series(1, 5000) AS number
  CROSS JOIN LATERAL (SELECT 1 + number * 7 % 400 AS sender) AS chosen
),
moves AS MATERIALIZED (
  -- All that goes in and out of each account, numbered in its order.
  SELECT
    account,
    row_number() OVER so_far AS number,
    transfer_id,
    amount,
    sum(amount) OVER so_far AS balance_after,
    created_at
  FROM (
    SELECT
      account, NULL::uuid AS transfer_id, (100000 + pg_temp.dice('deposit', account, 400000)) / 100.0 AS amount,
      '2026-01-20T09:00:00Z'::timestamptz + account * interval '1 minute' AS created_at
    FROM generate_series(1, 400) AS account
    UNION ALL
    SELECT
      account, NULL, -(pg_temp.dice('withdrawal', account, 50000) + 1) / 100.0,
      '2026-01-25T09:00:00Z'::timestamptz + account * interval '1 minute'
    FROM generate_series(1, 400) AS account
    WHERE account % 3 = 0
    UNION ALL
    SELECT sender, id, -amount, created_at FROM sendings
    UNION ALL
    SELECT receiver, id, amount, created_at FROM sendings
  ) AS unnumbered
  WINDOW so_far AS (PARTITION BY account ORDER BY created_at ROWS UNBOUNDED PRECEDING)
),
opened AS (
  INSERT INTO ledger.accounts (id, owner_id, currency, balance, entry_count, version, created_at)
  SELECT
    format('01900000-0000-7000-8008-%s', lpad(account::text, 12, '0'))::uuid,
    -- The first two are of admin@example.com and member@example.com; newcomer@example.com has none.
    format(
      '01900000-0000-7000-8000-%s',
      lpad(CASE WHEN account < 3 THEN account ELSE 4 + account % 297 END::text, 12, '0')
    )::uuid,
    (ARRAY['EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'CHF', 'CHF', 'GBP', 'USD'])[1 + account % 10],
    sum(amount),
    count(*),
    1 + count(*),
    '2026-01-20T08:00:00Z'::timestamptz + account * interval '1 minute'
  FROM moves
  GROUP BY account
  ORDER BY account
  ON CONFLICT DO NOTHING
  RETURNING id
),
sent AS (
  INSERT INTO ledger.transfers (id, ordered_by, from_account_id, to_account_id, amount, reference, created_at)
  SELECT
    id,
    format(
      '01900000-0000-7000-8000-%s',
      lpad(CASE WHEN sender < 3 THEN sender ELSE 4 + sender % 297 END::text, 12, '0')
    )::uuid,
    format('01900000-0000-7000-8008-%s', lpad(sender::text, 12, '0'))::uuid,
    format('01900000-0000-7000-8008-%s', lpad(receiver::text, 12, '0'))::uuid,
    amount,
    (ARRAY[NULL, 'Lunch', 'Rent', 'Thank you', 'Concert tickets', 'Groceries'])[1 + pg_temp.dice('reference', number, 6)],
    created_at
  FROM sendings
  ORDER BY number
  ON CONFLICT DO NOTHING
)
INSERT INTO ledger.entries (account_id, number, transfer_id, amount, balance_after, created_at)
SELECT opened.id, number, transfer_id, amount, balance_after, created_at
FROM opened
JOIN moves ON account = right(opened.id::text, 12)::bigint
ORDER BY created_at;

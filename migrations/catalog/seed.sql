-- 2,000 products. Ordering's seed says the same of their ids, names and prices: change both.
CREATE OR REPLACE FUNCTION pg_temp.dice(what text, number bigint, sides integer) RETURNS integer LANGUAGE sql IMMUTABLE
  RETURN ('x' || left(md5(what || number), 7))::bit(28)::integer % sides;

INSERT INTO catalog.products
  (id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at)
SELECT
  format('01900000-0000-7000-8005-%s', lpad(number::text, 12, '0'))::uuid,
  format('%s-%s', upper(left(thing, 3)), lpad(number::text, 5, '0')),
  format('%s %s %s', style, material, thing),
  CASE
    WHEN pg_temp.dice('described', number, 4) > 0
    THEN format('A %s of %s, made to last. Delivered within a week.', lower(thing), lower(material))
  END,
  (pg_temp.dice('price', number, 20000) + 100) / 100.0,
  CASE WHEN pg_temp.dice('sold out', number, 20) = 0 THEN 0 ELSE pg_temp.dice('stock', number, 500) END,
  archived_at,
  CASE WHEN archived_at IS NULL THEN 1 ELSE 2 END,
  created_at,
  coalesce(archived_at, created_at)
FROM generate_series(1, 2000) AS number
CROSS JOIN LATERAL (
  SELECT
    '2026-01-04T00:00:00Z'::timestamptz + number * interval '3 minutes' AS created_at,
    CASE WHEN number % 50 = 0 THEN '2026-06-15T00:00:00Z'::timestamptz END AS archived_at,
    (ARRAY['Classic', 'Modern', 'Rustic', 'Slim', 'Folding', 'Stacking', 'Nordic', 'Vintage', 'Compact', 'Grand'])
      [1 + number % 10] AS style,
    (ARRAY['Oak', 'Beech', 'Walnut', 'Pine', 'Steel', 'Brass', 'Glass', 'Marble', 'Linen', 'Leather'])
      [1 + number / 10 % 10] AS material,
    (ARRAY[
      'Chair', 'Table', 'Lamp', 'Shelf', 'Bench', 'Desk', 'Stool', 'Mirror', 'Cabinet', 'Clock',
      'Vase', 'Tray', 'Basket', 'Frame', 'Rack', 'Screen', 'Bowl', 'Box', 'Hook', 'Stand'
    ])[1 + (number - 1) / 100] AS thing
) AS made
ON CONFLICT DO NOTHING;

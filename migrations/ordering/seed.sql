-- 10,000 orders of the people of identity's seed. The products are those of the catalog's seed: change both.
CREATE OR REPLACE FUNCTION pg_temp.dice(what text, number bigint, sides integer) RETURNS integer LANGUAGE sql IMMUTABLE
  RETURN ('x' || left(md5(what || number), 7))::bit(28)::integer % sides;

-- As OrderNumber.at of src/domain/ordering/order-number.ts makes it.
CREATE OR REPLACE FUNCTION pg_temp.order_number(index bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  characters text := '';
  check_digit integer := 0;
  digit integer;
BEGIN
  FOR place IN REVERSE 6..0 LOOP
    digit := index >> (5 * place) & 31;
    characters := characters || substr(alphabet, digit + 1, 1);
    check_digit := (check_digit # digit) << 1;
    IF check_digit > 31 THEN
      check_digit := check_digit # 37;
    END IF;
  END LOOP;
  characters := characters || substr(alphabet, check_digit + 1, 1);
  RETURN left(characters, 4) || '-' || right(characters, 4);
END
$$;

INSERT INTO ordering.products (id, name, price, available)
SELECT
  format('01900000-0000-7000-8005-%s', lpad(number::text, 12, '0'))::uuid,
  format('%s %s %s', style, material, thing),
  (pg_temp.dice('price', number, 20000) + 100) / 100.0,
  number % 50 > 0
FROM generate_series(1, 2000) AS number
CROSS JOIN LATERAL (
  SELECT
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

WITH known AS (
  SELECT right(id::text, 12)::bigint AS number, id, price
  FROM ordering.products
  WHERE id BETWEEN '01900000-0000-7000-8005-000000000001' AND '01900000-0000-7000-8005-000000002000'
),
items AS (
  SELECT
    chosen.number, place, known.id AS product_id, quantity, known.price AS unit_price, quantity * known.price AS subtotal
  FROM (
    SELECT
      number,
      place,
      -- 397 and 2000 have no common factor: no product comes twice.
      1 + (pg_temp.dice('product', number, 2000) + place * 397) % 2000 AS product,
      1 + pg_temp.dice('quantity', number * 10 + place, 4) AS quantity
    FROM generate_series(1, 10000) AS number
    CROSS JOIN LATERAL generate_series(1, 1 + pg_temp.dice('items', number, 5)) AS place
  ) AS chosen
  JOIN known ON known.number = chosen.product
),
totals AS (
  SELECT number, sum(subtotal) AS total_amount FROM items GROUP BY number
),
placed AS (
  INSERT INTO ordering.orders
    (id, order_number, customer_id, status, total_amount, version, created_at, updated_at)
  SELECT
    format('01900000-0000-7000-8006-%s', lpad(number::text, 12, '0'))::uuid,
    -- An odd factor: each has a number of its own, and they look random.
    pg_temp.order_number(number * 22695477991 % (1::bigint << 35)),
    format('01900000-0000-7000-8000-%s', lpad(customer::text, 12, '0'))::uuid,
    status,
    total_amount,
    1 + steps,
    created_at,
    created_at + steps * interval '7 hours'
  FROM totals
  CROSS JOIN LATERAL (
    SELECT
      '2026-01-10T06:00:00Z'::timestamptz + number * interval '20 minutes'
        + pg_temp.dice('seconds', number, 1200) * interval '1 second' AS created_at,
      -- Every hundredth is of member@example.com, and one in twenty of the newest.
      CASE
        WHEN number % CASE WHEN number > 9800 THEN 20 ELSE 100 END = 0 THEN 2
        ELSE 4 + pg_temp.dice('customer', number, 297)
      END AS customer,
      pg_temp.dice('fate', number, 20) AS fate
  ) AS made
  CROSS JOIN LATERAL (
    SELECT
      CASE
        WHEN fate = 0 THEN 'cancelled'
        WHEN number <= 9700 THEN 'delivered'
        ELSE (ARRAY['pending', 'confirmed', 'shipped', 'delivered'])[1 + pg_temp.dice('state', number, 4)]
      END AS status
  ) AS decided
  CROSS JOIN LATERAL (
    SELECT CASE status
      WHEN 'pending' THEN 0
      WHEN 'confirmed' THEN 1
      WHEN 'shipped' THEN 2
      WHEN 'delivered' THEN 3
      -- As a pending order or as a confirmed one.
      ELSE 1 + pg_temp.dice('cancelled', number, 2)
    END AS steps
  ) AS counted
  ORDER BY number
  ON CONFLICT DO NOTHING
  RETURNING id, right(id::text, 12)::bigint AS number
)
-- With their order only: an item that was taken out since doesn't come back.
INSERT INTO ordering.order_items (id, order_id, product_id, quantity, unit_price, subtotal)
SELECT
  format('01900000-0000-7000-8007-%s', lpad((number * 10 + place)::text, 12, '0'))::uuid,
  placed.id, product_id, quantity, unit_price, subtotal
FROM placed
JOIN items USING (number)
ORDER BY number, place;

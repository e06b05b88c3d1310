/** Something of everything that a context's schema may hold. */
export const richSchema = `
CREATE SCHEMA shop;
COMMENT ON SCHEMA shop IS 'What is sold, and to whom.';
CREATE TYPE shop.state AS ENUM ('open', 'it''s paid');
CREATE DOMAIN shop.sku AS text NOT NULL CONSTRAINT sku_check CHECK (VALUE <> '');
CREATE TYPE shop.address AS (city text, sku shop.sku);
CREATE TYPE shop.prices AS RANGE (SUBTYPE = numeric);
CREATE SEQUENCE shop.numbers START WITH 1000;
CREATE FUNCTION shop.total(price numeric, count integer) RETURNS numeric LANGUAGE sql IMMUTABLE RETURN price * count;
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
COMMENT ON FUNCTION shop.touch() IS 'Does nothing.';
REVOKE EXECUTE ON FUNCTION shop.touch() FROM PUBLIC;
CREATE TABLE shop.customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text COLLATE "C" NOT NULL CONSTRAINT customers_email_key UNIQUE,
  home shop.address,
  "Odd name" text DEFAULT 'a''b'
) WITH (fillfactor = 70);
COMMENT ON TABLE shop.customers IS 'Who buys.';
COMMENT ON COLUMN shop.customers.email IS 'Theirs, "as they wrote" it | unchanged.';
CREATE TABLE shop.orders (
  number bigint CONSTRAINT orders_pkey PRIMARY KEY DEFAULT nextval('shop.numbers'),
  customer_id bigint CONSTRAINT orders_customer_fkey REFERENCES shop.customers ON DELETE SET NULL ON UPDATE CASCADE,
  state shop.state NOT NULL DEFAULT 'open',
  price numeric(10,2) NOT NULL CONSTRAINT orders_price_check CHECK (price >= 0),
  count integer CONSTRAINT count_is_there NOT NULL,
  total numeric GENERATED ALWAYS AS (shop.total(price, count)) STORED,
  placed_at timestamptz(3) NOT NULL DEFAULT '2026-01-01 00:00:00+02',
  labels text[] NOT NULL DEFAULT '{}'
);
ALTER SEQUENCE shop.numbers OWNED BY shop.orders.number;
ALTER TABLE shop.orders ALTER COLUMN labels SET STATISTICS 500;
CREATE INDEX orders_newest_idx ON shop.orders (placed_at DESC, (lower(labels[1]))) INCLUDE (price) WHERE state = 'open';
COMMENT ON INDEX shop.orders_newest_idx IS 'For the list of open ones.';
ALTER TABLE shop.orders ADD CONSTRAINT orders_count_check CHECK (count > 0) NOT VALID;
CREATE TABLE shop.shipments (
  order_number bigint PRIMARY KEY CONSTRAINT shipments_order_fkey REFERENCES shop.orders ON DELETE CASCADE,
  sent_on date
);
CREATE TABLE shop.events (at date NOT NULL, data jsonb) PARTITION BY RANGE (at);
CREATE TABLE shop.events_2026 PARTITION OF shop.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX events_at_idx ON shop.events (at);
CREATE TRIGGER touched BEFORE UPDATE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.touch();
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON shop.orders FOR SELECT TO PUBLIC USING (customer_id = 1);
CREATE VIEW shop.z_base AS SELECT number, total FROM shop.orders WHERE state = 'open';
CREATE VIEW shop.a_top WITH (security_barrier = true) AS SELECT * FROM shop.z_base WHERE total > 10;
COMMENT ON VIEW shop.a_top IS 'The best.';
CREATE MATERIALIZED VIEW shop.sums AS SELECT sum(total) AS sum FROM shop.orders;
CREATE STATISTICS shop.both ON state, price FROM shop.orders;
GRANT USAGE ON SCHEMA shop TO PUBLIC;
GRANT SELECT, INSERT ON shop.orders TO PUBLIC;
GRANT UPDATE (price) ON shop.orders TO PUBLIC;
`;

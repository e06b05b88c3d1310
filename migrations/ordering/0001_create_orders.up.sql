CREATE SCHEMA ordering;

CREATE TABLE ordering.products (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  price numeric(10, 2) NOT NULL CONSTRAINT products_price_check CHECK (price >= 0),
  available boolean NOT NULL
);

COMMENT ON TABLE ordering.products IS
  'What ordering knows of the products of the catalog: a copy, as old as the last time it was told.';

CREATE TABLE ordering.orders (
  id uuid PRIMARY KEY,
  order_number text NOT NULL CONSTRAINT orders_order_number_key UNIQUE,
  customer_id uuid NOT NULL,
  status text NOT NULL
    CONSTRAINT orders_status_check CHECK (status IN ('pending', 'confirmed', 'shipped', 'delivered', 'cancelled')),
  total_amount numeric(10, 2) NOT NULL CONSTRAINT orders_total_amount_check CHECK (total_amount >= 0),
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);

COMMENT ON COLUMN ordering.orders.order_number IS
  'For people, as in 7KQ2-M4XP: random, so that it tells nothing, with a character at its end that checks the others.';
COMMENT ON COLUMN ordering.orders.customer_id IS 'The id of a user of identity.';

CREATE INDEX orders_of_customer_idx ON ordering.orders (customer_id, created_at DESC, id DESC);
CREATE INDEX orders_sold_idx ON ordering.orders (created_at) INCLUDE (total_amount)
  WHERE status IN ('confirmed', 'shipped', 'delivered');

COMMENT ON INDEX ordering.orders_sold_idx IS 'For the sales reports, which say the same of the status.';

CREATE TABLE ordering.order_items (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL CONSTRAINT order_items_order_fkey REFERENCES ordering.orders ON DELETE CASCADE,
  product_id uuid NOT NULL,
  quantity integer NOT NULL CONSTRAINT order_items_quantity_check CHECK (quantity > 0),
  unit_price numeric(10, 2) NOT NULL CONSTRAINT order_items_unit_price_check CHECK (unit_price >= 0),
  subtotal numeric(10, 2) NOT NULL CONSTRAINT order_items_subtotal_check CHECK (subtotal = quantity * unit_price),
  CONSTRAINT order_items_product_key UNIQUE (order_id, product_id)
);

COMMENT ON COLUMN ordering.order_items.id IS 'Of version 7: in the order of these ids the items were given.';
COMMENT ON COLUMN ordering.order_items.product_id IS
  'The id of a product of the catalog. Without a foreign key to products: an order outlives what is known of a product.';
COMMENT ON COLUMN ordering.order_items.unit_price IS 'What one cost when the order was placed.';

CREATE TABLE ordering.events (
  aggregate_id uuid NOT NULL,
  version integer NOT NULL,
  position integer NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  CONSTRAINT events_pkey PRIMARY KEY (aggregate_id, version, position)
);

COMMENT ON TABLE ordering.events IS
  'What happened to the aggregates, written with the change itself; in order per aggregate by version and position.';

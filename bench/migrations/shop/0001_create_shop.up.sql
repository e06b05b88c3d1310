CREATE SCHEMA shop;

CREATE TABLE shop.users (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);

CREATE TABLE shop.products (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  price integer NOT NULL
);

CREATE TABLE shop.orders (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL CONSTRAINT orders_customer_fkey REFERENCES shop.users,
  status text NOT NULL,
  note text,
  version integer NOT NULL,
  placed_at timestamptz(3) NOT NULL
);

CREATE INDEX orders_newest_idx ON shop.orders (placed_at DESC, id DESC);

CREATE TABLE shop.order_items (
  order_id uuid NOT NULL CONSTRAINT order_items_order_fkey REFERENCES shop.orders ON DELETE CASCADE,
  position integer NOT NULL,
  product_id uuid NOT NULL CONSTRAINT order_items_product_fkey REFERENCES shop.products,
  quantity integer NOT NULL,
  unit_price integer NOT NULL,
  CONSTRAINT order_items_pkey PRIMARY KEY (order_id, position)
);

CREATE TABLE shop.stock_movements (
  id uuid PRIMARY KEY,
  product_id uuid NOT NULL,
  quantity integer NOT NULL,
  reason text,
  occurred_at timestamptz(3) NOT NULL
);

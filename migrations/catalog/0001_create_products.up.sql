CREATE SCHEMA catalog;

CREATE TABLE catalog.products (
  id uuid PRIMARY KEY,
  sku text NOT NULL CONSTRAINT products_sku_key UNIQUE,
  name text NOT NULL,
  description text,
  price numeric(10, 2) NOT NULL CONSTRAINT products_price_check CHECK (price >= 0),
  stock_quantity integer NOT NULL CONSTRAINT products_stock_quantity_check CHECK (stock_quantity >= 0),
  archived_at timestamptz(3),
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  search tsvector NOT NULL
    GENERATED ALWAYS AS (
      to_tsvector('simple', regexp_replace(name || ' ' || coalesce(description, ''), '[!-/:-@[-`{-~]', ' ', 'g'))
    ) STORED
);

COMMENT ON TABLE catalog.products IS 'What is sold, with its price and how many pieces there are.';
COMMENT ON COLUMN catalog.products.sku IS 'The stock keeping unit: the number by which people know the product. In capitals.';
COMMENT ON COLUMN catalog.products.archived_at IS 'Since when it is not sold any more. Orders may still refer to it.';
COMMENT ON COLUMN catalog.products.search IS
  'The words of name and description. The configuration "simple" knows no language: it stems nothing and leaves nothing out. '
  'Signs of ASCII are blanks, else what stands between them could become one word: a path, a host, a negative number.';

-- One for each order in which products are listed, each with the id that makes it unique.
CREATE INDEX products_newest_idx ON catalog.products (created_at DESC, id DESC) WHERE archived_at IS NULL;
CREATE INDEX products_price_idx ON catalog.products (price, id) WHERE archived_at IS NULL;
CREATE INDEX products_name_idx ON catalog.products (lower(name) COLLATE "C", id) WHERE archived_at IS NULL;
CREATE INDEX products_available_idx ON catalog.products (created_at DESC, id DESC)
  WHERE stock_quantity > 0 AND archived_at IS NULL;
CREATE INDEX products_search_idx ON catalog.products USING gin (search);

CREATE TABLE catalog.events (
  aggregate_id uuid NOT NULL,
  version integer NOT NULL,
  position integer NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  CONSTRAINT events_pkey PRIMARY KEY (aggregate_id, version, position)
);

COMMENT ON TABLE catalog.events IS
  'What happened to the aggregates, written with the change itself; in order per aggregate by version and position.';

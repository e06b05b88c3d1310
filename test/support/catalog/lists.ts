import type { ContextLists, Rows } from "#test/support/lists/list.ts";
import { id, oneOf, time } from "#test/support/lists/rows.ts";

// One in 20 is sold out, one in 20 archived, one in 1000 of walnut; most prices are low.
const products: Rows = {
  name: "products",
  sql: (count) => `
    INSERT INTO catalog.products
      (id, sku, name, description, price, stock_quantity, archived_at, version, created_at, updated_at)
    SELECT
      ${id("n")}, 'P-' || n, ${oneOf(["Blue", "Red", "Round", "Tall", "old"])} || ' ' || ${oneOf(["mug", "Chair", "Lamp", "table"])} || ' ' || n,
      CASE WHEN random() < 0.001 THEN 'Of walnut' WHEN random() < 0.3 THEN 'Of oak' END,
      round((5 * exp(random_normal()))::numeric, 2), CASE WHEN random() < 0.05 THEN 0 ELSE random(1, 500) END,
      CASE WHEN random() < 0.05 THEN ${time("n")} END, 1, ${time("n")}, ${time("n")}
    FROM generate_series(1, ${count}) AS n`,
};

const list = (name: string, query: string) => ({
  name,
  operation: "GET /v1/products",
  path: `/v1/products?${query}`,
  rows: products,
});

export const catalogLists: ContextLists = {
  paged: [
    list("products by age", "sort=newest"),
    list("products by price", "sort=price"),
    list("products from a price on", "sort=price&minPrice=5"),
    list("products by name", "sort=name"),
  ],
  // Oak is in three of ten products, walnut in one of a thousand, as are prices from 110 on.
  filtered: [
    "text=oak&sort=newest",
    "text=oak&sort=price",
    "text=walnut&sort=newest",
    "text=walnut&sort=price",
    "available=false&sort=newest",
    "available=false&sort=name",
    "minPrice=110&sort=newest",
    "minPrice=110&sort=price",
    "minPrice=110&sort=name",
    "text=walnut&available=false&sort=newest",
  ].map((query) => list(`products?${query}`, query)),
};

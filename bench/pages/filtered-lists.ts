import type { List } from "#test/support/lists/lists.ts";

const products = (query: string) => ({
  name: `products?${query}`,
  operation: "GET /v1/products",
  path: `/v1/products?${query}`,
  rows: "products" as const,
});
const users = (query: string) => ({
  name: `users?${query}`,
  operation: "GET /v1/users",
  path: `/v1/users?${query}`,
  rows: "users" as const,
  role: "admin" as const,
  wholesale: ["identity/user-directory.countUsers"],
});

/**
 * Lists through a filter. How many rows are passed over until a page is full is chance, so they are judged by time only. Oak is in three of ten products, walnut in one of a thousand, as are prices from 110 on.
 */
export const filteredLists: readonly List[] = [
  products("text=oak&sort=newest"),
  products("text=oak&sort=price"),
  products("text=walnut&sort=newest"),
  products("text=walnut&sort=price"),
  products("available=false&sort=newest"),
  products("available=false&sort=name"),
  products("minPrice=110&sort=newest"),
  products("minPrice=110&sort=price"),
  products("minPrice=110&sort=name"),
  products("text=walnut&available=false&sort=newest"),
  users("role=admin"),
  users("deleted=true"),
  users("search=edsger"),
  users("search=user-99999"),
];

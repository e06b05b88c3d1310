import { placeOfReader, type RowsName } from "./rows.ts";

/** A list that comes in pages, and the rows to see that its last page costs what its first does. */
export interface List {
  readonly name: string;
  /** As OpenAPI names it. */
  readonly operation: string;
  /** With its filters. */
  readonly path: string;
  readonly rows: RowsName;
  readonly role?: "admin";
  /** Statements that look at every row on every page, on purpose: a total. */
  readonly wholesale?: readonly string[];
}

/** Every list of the service that comes in pages: a new one is a line here, with rows in `rows.ts`. */
export const lists: readonly List[] = [
  {
    name: "users",
    operation: "GET /v1/users",
    path: "/v1/users",
    rows: "users",
    role: "admin",
    wholesale: ["identity/user-directory.countUsers"],
  },
  { name: "organizations", operation: "GET /v1/organizations", path: "/v1/organizations", rows: "organizations" },
  {
    name: "rooms",
    operation: "GET /v1/organizations/{id}/rooms",
    path: `/v1/organizations/${placeOfReader}/rooms`,
    rows: "rooms",
  },
  {
    name: "open invitations",
    operation: "GET /v1/organizations/{id}/invitations",
    path: `/v1/organizations/${placeOfReader}/invitations`,
    rows: "invitations",
  },
  {
    name: "invitation links",
    operation: "GET /v1/organizations/{id}/invitation-links",
    path: `/v1/organizations/${placeOfReader}/invitation-links`,
    rows: "invitationLinks",
  },
  { name: "products by age", operation: "GET /v1/products", path: "/v1/products?sort=newest", rows: "products" },
  { name: "products by price", operation: "GET /v1/products", path: "/v1/products?sort=price", rows: "products" },
  {
    name: "products from a price on",
    operation: "GET /v1/products",
    path: "/v1/products?sort=price&minPrice=5",
    rows: "products",
  },
  { name: "products by name", operation: "GET /v1/products", path: "/v1/products?sort=name", rows: "products" },
  { name: "orders", operation: "GET /v1/orders", path: "/v1/orders", rows: "orders" },
  { name: "accounts", operation: "GET /v1/accounts", path: "/v1/accounts", rows: "accounts" },
  {
    name: "entries",
    operation: "GET /v1/accounts/{id}/entries",
    path: `/v1/accounts/${placeOfReader}/entries`,
    rows: "entries",
  },
];

/** What answers with an array without pages, and why it can't grow. */
export const boundedLists: Readonly<Record<string, string>> = {
  "GET /v1/me/integrations": "the integrations come with the migrations",
  "GET /v1/organizations/{id}":
    "at most 1000 members (src/domain/organization/organization.ts), and the first 100 rooms",
  "GET /v1/orders/{id}": "at most 100 items (src/domain/ordering/order-item.ts)",
  "GET /v1/orders/by-number/{orderNumber}": "at most 100 items",
  "GET /v1/reports/organizations-by-rooms": "a limit of at most 100",
  "GET /v1/sales/by-day": "at most 366 days (src/application/ordering/report-period.ts)",
  "GET /v1/sales/by-product": "a limit of at most 100",
};

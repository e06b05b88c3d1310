import type { ContextLists, Rows } from "#test/support/lists/list.ts";
import { id, oneOf, time } from "#test/support/lists/rows.ts";

const users: Rows = {
  name: "users",
  sql: (count) => `
    INSERT INTO identity.users (id, email, name, role, version, created_at, updated_at, deleted_at)
    SELECT
      ${id("n")}, 'user-' || n || '@example.com', ${oneOf(["Ada", "Grace", "Edsger", "Barbara", "Alan"])} || ' ' || n,
      CASE WHEN n % 1000 = 0 THEN 'admin' ELSE 'member' END, 1, ${time("n")}, ${time("n")},
      CASE WHEN n % 100 = 7 THEN ${time("n")} END
    FROM generate_series(1, ${count}) AS n`,
};

const listed = {
  operation: "GET /v1/users",
  rows: users,
  role: "admin",
  wholesale: ["identity/user-directory.countUsers"],
} as const;
const filtered = (query: string) => ({ ...listed, name: `users?${query}`, path: `/v1/users?${query}` });

export const identityLists: ContextLists = {
  paged: [{ ...listed, name: "users", path: "/v1/users" }],
  filtered: ["role=admin", "deleted=true", "search=edsger", "search=user-99999"].map(filtered),
};

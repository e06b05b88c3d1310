import { identity } from "#infrastructure/identity/module.ts";
import { test as base } from "./identity/people.ts";

/**
 * The `test` of integration tests: what a test names is there, on a real database that no other test sees.
 *
 * - `db`: the database, migrated and without rows: `{ name, url, dataSource, statements }`
 * - `app`: what the service can do, without HTTP, one field per context: `app.identity.registerUser(...)`
 * - `http`: the real server on a free port: `http.get("/v1/me")`; as a user: `(await http.asUser()).get("/v1/me")`
 * - `clock`: the time of both, which stands still until `clock.forward({ days: 1 })`
 * - `mails`: what they have sent
 * - `people`: users, registered and logged in
 * - `wired`, `service`, `startService`: see `service.ts`; `emptyDatabase`, `admin`, `adminUrl`: see `fixtures.ts`
 *
 * A new context adds its use cases to `app`.
 */
export const test = base.extend("app", ({ wired: { container } }) => ({
  identity: container.resolve(identity.useCases),
}));

import type { HttpClient } from "#test/support/http-client.ts";
import { test as base } from "#test/support/service.ts";
import { aPerson, type Person, withoutLogIn } from "#test/support/token-bearers.ts";

export interface Founded {
  readonly id: string;
  /** Its address: `/v1/organizations/<id>`. */
  readonly path: string;
  readonly owner: Person;
  readonly admin: Person;
  readonly member: Person;
  /** Somebody who has nothing to do with it. */
  readonly stranger: Person;
}

/**
 * `test` of `test/support/service.ts`, with the fixture `acme`: an organization of a running service and its people,
 * whom nobody has registered: this context knows users by their ids alone.
 */
export const test = base
  .extend("service", ({ startService }) => startService({ customize: withoutLogIn }))
  .extend("http", ({ service }) => service.http)
  .extend("acme", async ({ http, clock }): Promise<Founded> => {
    const [owner, admin, member, stranger] = [aPerson(), aPerson(), aPerson(), aPerson()];
    const { id } = await created<{ id: string }>(http, owner, "/v1/organizations", { name: "Acme", slug: "acme" });
    const path = `/v1/organizations/${id}`;
    for (const { id: userId, role } of [
      { ...admin, role: "admin" },
      { ...member, role: "member" },
    ]) {
      clock.forward({ seconds: 1 });
      await created(http, owner, `${path}/members`, { userId, role });
    }
    return { id, path, owner, admin, member, stranger };
  });

/** What a POST answers that should create something. */
export async function created<Body>(http: HttpClient, by: Person, path: string, given: object): Promise<Body> {
  const { status, body } = await http.post<Body>(path, given, { token: by.token });
  if (status !== 201) throw new Error(`POST ${path} should have created it, but got ${status} ${JSON.stringify(body)}`);
  return body;
}

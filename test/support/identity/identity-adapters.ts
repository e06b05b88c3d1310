import type { Ports } from "#application/identity/ports.ts";
import { SessionFactory } from "#domain/identity/session-factory.ts";
import { UserFactory } from "#domain/identity/user-factory.ts";
import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";
import { SettableClock } from "./settable-clock.ts";

/** Where identity keeps its things, in memory or in PostgreSQL, with a clock that the test moves. */
export interface IdentityAdapters extends Pick<
  Ports,
  "users" | "userFactory" | "userDirectory" | "sessions" | "sessionFactory" | "transactions"
> {
  readonly clock: SettableClock;
}

export function testFactories(): Pick<IdentityAdapters, "clock" | "userFactory" | "sessionFactory"> {
  const clock = new SettableClock();
  return {
    clock,
    userFactory: new UserFactory(clock, uuidGenerator),
    sessionFactory: new SessionFactory(clock, uuidGenerator),
  };
}

/** A `test` with the fixture `identity`, as a contract suite takes it. */
export interface IdentityTest {
  (name: string, body: (context: { readonly identity: IdentityAdapters }) => Promise<void>): void;
  for<Case>(
    cases: readonly Case[],
  ): (name: string, body: (given: Case, context: { readonly identity: IdentityAdapters }) => Promise<void>) => void;
}

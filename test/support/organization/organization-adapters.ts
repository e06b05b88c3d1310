import type { Ports } from "#application/organization/ports.ts";
import { InvitationFactory } from "#domain/organization/invitation-factory.ts";
import { OrganizationFactory } from "#domain/organization/organization-factory.ts";
import { RoomFactory } from "#domain/organization/room-factory.ts";
import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

/** Where organization keeps its things, in memory or in PostgreSQL, with a clock that the test moves. */
export interface OrganizationAdapters extends Omit<Ports, "invitationTokens" | "invitationMail" | "clock"> {
  readonly clock: SettableClock;
}

export function testFactories() {
  const clock = new SettableClock();
  return {
    clock,
    organizationFactory: new OrganizationFactory(clock, uuidGenerator),
    roomFactory: new RoomFactory(clock, uuidGenerator),
    invitationFactory: new InvitationFactory(clock, uuidGenerator),
  };
}

/** A `test` with the fixture `organization`, as a contract suite takes it. */
export interface OrganizationTest {
  (name: string, body: (context: { readonly organization: OrganizationAdapters }) => Promise<void>): void;
  for<Case>(
    cases: readonly Case[],
  ): (
    name: string,
    body: (given: Case, context: { readonly organization: OrganizationAdapters }) => Promise<void>,
  ) => void;
}

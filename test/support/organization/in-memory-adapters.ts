import { test as base } from "vitest";
import { InMemoryIntegrations } from "#infrastructure/organization/in-memory-integrations.ts";
import { InMemoryInvitationDirectory } from "#infrastructure/organization/in-memory-invitation-directory.ts";
import { InMemoryInvitationLinkRepository } from "#infrastructure/organization/in-memory-invitation-link-repository.ts";
import { InMemoryInvitationRepository } from "#infrastructure/organization/in-memory-invitation-repository.ts";
import { InMemoryOrganizationDirectory } from "#infrastructure/organization/in-memory-organization-directory.ts";
import { InMemoryOrganizationRepository } from "#infrastructure/organization/in-memory-organization-repository.ts";
import { InMemoryOrganizationStore } from "#infrastructure/organization/in-memory-organization-store.ts";
import { InMemoryRoomRepository } from "#infrastructure/organization/in-memory-room-repository.ts";
import { type OrganizationAdapters, testFactories } from "./organization-adapters.ts";

export function inMemoryAdapters(): OrganizationAdapters {
  const factories = testFactories();
  const store = new InMemoryOrganizationStore();
  return {
    ...factories,
    organizations: new InMemoryOrganizationRepository(store, factories.organizationFactory),
    organizationDirectory: new InMemoryOrganizationDirectory(store),
    rooms: new InMemoryRoomRepository(store, factories.roomFactory),
    invitations: new InMemoryInvitationRepository(store, factories.invitationFactory),
    invitationLinks: new InMemoryInvitationLinkRepository(store, factories.invitationFactory),
    invitationDirectory: new InMemoryInvitationDirectory(store),
    integrations: new InMemoryIntegrations(store),
    transactions: store,
  };
}

/** `test` with the fixture `organization`: in-memory adapters of its own for each test. */
export const test = base.extend("organization", () => inMemoryAdapters());

import type {
  InvitationDirectory,
  InvitationLinkListing,
  InvitationListing,
  InvitationPosition,
  OpenInvitationsQuery,
} from "#application/organization/invitation-directory.ts";
import { OrganizationNotFound, RoleNotSufficient } from "#domain/organization/errors.ts";
import { mayManage } from "#domain/organization/member.ts";
import type { OrganizationId } from "#domain/organization/organization.ts";
import { type Page, toPage } from "#domain/shared/page.ts";
import type { InMemoryOrganizationStore } from "./in-memory-organization-store.ts";

/** Keeps the same promises as `PostgresInvitationDirectory`: both pass the contract suite. */
export class InMemoryInvitationDirectory implements InvitationDirectory {
  readonly #store: InMemoryOrganizationStore;

  constructor(store: InMemoryOrganizationStore) {
    this.#store = store;
  }

  async invitations(query: OpenInvitationsQuery, now: Date): Promise<Page<InvitationListing, InvitationPosition>> {
    const open = [...this.#store.invitations.values()].filter(({ acceptedAt }) => acceptedAt === null);
    const page = this.#page(open, query, now);
    const items = page.items.map(({ id, email, role, invitedBy, createdAt, expiresAt }) => ({
      id,
      email,
      role,
      invitedBy,
      createdAt,
      expiresAt,
    }));
    return { ...page, items };
  }

  async links(query: OpenInvitationsQuery, now: Date): Promise<Page<InvitationLinkListing, InvitationPosition>> {
    const open = [...this.#store.invitationLinks.values()].filter(({ uses, maxUses }) => uses < maxUses);
    const page = this.#page(open, query, now);
    const items = page.items.map(({ id, role, invitedBy, maxUses, uses, createdAt, expiresAt }) => ({
      id,
      role,
      invitedBy,
      maxUses,
      uses,
      createdAt,
      expiresAt,
    }));
    return { ...page, items };
  }

  #page<Stored extends Expiring>(
    all: readonly Stored[],
    { by, id, limit, after }: OpenInvitationsQuery,
    now: Date,
  ): Page<Stored, Stored> {
    const own = this.#store.organizations.get(id)?.members.find(({ userId }) => userId === by);
    if (own === undefined) throw new OrganizationNotFound();
    if (!mayManage(own.role, "member")) throw new RoleNotSufficient();
    const open = all
      .filter(({ organizationId, expiresAt }) => organizationId === id && expiresAt > now)
      .filter((stored) => after === undefined || latestFirst(stored, after) > 0)
      .toSorted(latestFirst);
    return toPage(open, limit, (last) => last);
  }
}

interface Expiring extends InvitationPosition {
  readonly organizationId: OrganizationId;
}

/** Sorts as `ORDER BY expires_at DESC, id DESC` does. */
function latestFirst(one: InvitationPosition, other: InvitationPosition): number {
  return other.expiresAt.getTime() - one.expiresAt.getTime() || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);
}

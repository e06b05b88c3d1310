import type { MemberId, MemberRole } from "#domain/organization/member.ts";
import { OrganizationFactory } from "#domain/organization/organization-factory.ts";
import type { Organization, OrganizationSnapshot } from "#domain/organization/organization.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { parseId } from "#domain/shared/id.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

const ids = sequentialIds();
const created = new Date("2026-01-02T03:04:05.678Z");

/** Somebody nobody else is. */
export const aMember = (): MemberId => parseId(ids.next());

/** An organization as one that was stored: `anOrganization().ownedBy(ada).withMember(grace, "admin").build()`. */
export function anOrganization(): OrganizationBuilder {
  const id = parseId<"Organization">(ids.next());
  return new OrganizationBuilder({
    id,
    name: "Acme",
    slug: `acme-${id.slice(0, 8)}`,
    externalId: null,
    initialized: false,
    members: [],
    version: 1,
    createdAt: created,
  });
}

export class OrganizationBuilder {
  readonly #state: OrganizationSnapshot;

  constructor(state: OrganizationSnapshot) {
    this.#state = state;
  }

  named(name: string): OrganizationBuilder {
    return this.#with({ name });
  }

  withSlug(slug: string): OrganizationBuilder {
    return this.#with({ slug });
  }

  withExternalId(externalId: string | null): OrganizationBuilder {
    return this.#with({ externalId });
  }

  ownedBy(userId: MemberId): OrganizationBuilder {
    return this.withMember(userId, "owner");
  }

  withMember(userId: MemberId, role: MemberRole = "member"): OrganizationBuilder {
    const joinedAt = new Date(created.getTime() + this.#state.members.length);
    return this.#with({ members: [...this.#state.members, { userId, role, joinedAt }] });
  }

  build(clock: Clock = new SettableClock()): Organization {
    const owned = this.#state.members.length === 0 ? this.ownedBy(aMember()).#state : this.#state;
    return new OrganizationFactory(clock, ids).restore(owned);
  }

  #with(change: Partial<OrganizationSnapshot>): OrganizationBuilder {
    return new OrganizationBuilder({ ...this.#state, ...change });
  }
}

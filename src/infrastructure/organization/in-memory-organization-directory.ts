import type {
  OrganizationDirectory,
  OrganizationListing,
  OrganizationOverview,
  RoomCount,
  RoomListing,
  RoomPage,
  RoomPosition,
} from "#application/organization/organization-directory.ts";
import { OrganizationNotFound } from "#domain/organization/errors.ts";
import type { MemberId } from "#domain/organization/member.ts";
import type { OrganizationId, OrganizationSnapshot } from "#domain/organization/organization.ts";
import { type Page, toPage } from "#domain/shared/page.ts";
import type { InMemoryOrganizationStore } from "./in-memory-organization-store.ts";

/** Keeps the same promises as `PostgresOrganizationDirectory`: both pass the contract suite. */
export class InMemoryOrganizationDirectory implements OrganizationDirectory {
  readonly #store: InMemoryOrganizationStore;

  constructor(store: InMemoryOrganizationStore) {
    this.#store = store;
  }

  async overview(id: OrganizationId, userId: MemberId): Promise<OrganizationOverview> {
    const rooms = this.#roomsOf(id);
    return { ...this.#find(id, userId), rooms: rooms.slice(0, 100), roomCount: rooms.length };
  }

  async listOf(
    userId: MemberId,
    limit: number,
    after?: OrganizationId,
  ): Promise<Page<OrganizationListing, OrganizationId>> {
    const all = [...this.#store.organizations.values()]
      .flatMap(({ id, name, slug, members }) => {
        const role = members.find((member) => member.userId === userId)?.role;
        return role === undefined ? [] : [{ id, name, slug, role, memberCount: members.length }];
      })
      .filter(({ id }) => after === undefined || id < after)
      .toSorted((one, other) => (one.id < other.id ? 1 : -1));
    return toPage(all, limit, (last) => last.id);
  }

  async rooms(id: OrganizationId, userId: MemberId, limit: number, after?: RoomPosition): Promise<RoomPage> {
    const { name, slug } = this.#find(id, userId);
    const rest = this.#roomsOf(id).filter((room) => after === undefined || byName(room, after) > 0);
    return { organization: { id, name, slug }, ...toPage(rest, limit, (last) => last) };
  }

  async withMoreRoomsThan(rooms: number, limit: number): Promise<readonly RoomCount[]> {
    return [...this.#store.organizations.values()]
      .map(({ id, name }) => {
        const own = this.#roomsOf(id);
        return { id, name, rooms: own.length, capacity: own.reduce((sum, room) => sum + room.capacity, 0) };
      })
      .filter((count) => count.rooms > rooms)
      .toSorted((one, other) => other.rooms - one.rooms || (one.id < other.id ? -1 : 1))
      .slice(0, limit);
  }

  #find(id: OrganizationId, userId: MemberId): OrganizationSnapshot {
    const found = this.#store.organizations.get(id);
    if (!found?.members.some((member) => member.userId === userId)) throw new OrganizationNotFound();
    return found;
  }

  #roomsOf(organizationId: OrganizationId): RoomListing[] {
    return [...this.#store.rooms.values()]
      .filter((room) => room.organizationId === organizationId)
      .map(({ id, name, layout, capacity, description }) => ({ id, name, layout, capacity, description }))
      .toSorted(byName);
  }
}

function byName(one: RoomPosition, other: RoomPosition): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

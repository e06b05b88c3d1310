import type { MemberId, MemberRole } from "#domain/organization/member.ts";
import type { OrganizationId, OrganizationSnapshot } from "#domain/organization/organization.ts";
import type { RoomFields, RoomId } from "#domain/organization/room.ts";
import type { Page } from "#domain/shared/page.ts";

export interface OrganizationListing {
  readonly id: OrganizationId;
  readonly name: string;
  readonly slug: string;
  /** That of the member who asks. */
  readonly role: MemberRole;
  readonly memberCount: number;
}

export interface RoomListing extends RoomFields {
  readonly id: RoomId;
}

export interface OrganizationOverview extends OrganizationSnapshot {
  /** The first of them, by name. */
  readonly rooms: readonly RoomListing[];
  /** How many there are in all. */
  readonly roomCount: number;
}

/** The last room of a page: the next page begins behind it. */
export type RoomPosition = Pick<RoomListing, "name" | "id">;

export interface RoomPage extends Page<RoomListing, RoomPosition> {
  readonly organization: Pick<OrganizationSnapshot, "id" | "name" | "slug">;
}

export interface RoomCount {
  readonly id: OrganizationId;
  readonly name: string;
  readonly rooms: number;
  /** Of all its rooms together. */
  readonly capacity: number;
}

/** Organizations to look at: each method is one statement. */
export interface OrganizationDirectory {
  /** With its members and its first 100 rooms, for one of its members. @throws OrganizationNotFound */
  overview(id: OrganizationId, userId: MemberId): Promise<OrganizationOverview>;

  /** Those of a user, newest first. */
  listOf(userId: MemberId, limit: number, after?: OrganizationId): Promise<Page<OrganizationListing, OrganizationId>>;

  /** The rooms of an organization by name, for one of its members. @throws OrganizationNotFound */
  rooms(id: OrganizationId, userId: MemberId, limit: number, after?: RoomPosition): Promise<RoomPage>;

  /** Those with more rooms than that, most first. */
  withMoreRoomsThan(rooms: number, limit: number): Promise<readonly RoomCount[]>;
}

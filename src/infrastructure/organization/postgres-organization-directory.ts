import type {
  OrganizationDirectory,
  OrganizationListing,
  OrganizationOverview,
  RoomCount,
  RoomPage,
  RoomPosition,
} from "#application/organization/organization-directory.ts";
import { OrganizationNotFound } from "#domain/organization/errors.ts";
import { type MemberId, parseMemberRole } from "#domain/organization/member.ts";
import type { OrganizationId } from "#domain/organization/organization.ts";
import { parseId } from "#domain/shared/id.ts";
import { type Page, toPage } from "#domain/shared/page.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import {
  findOverview,
  findRooms,
  listOrganizations,
  listOrganizationsWithMoreRoomsThan,
} from "#sql/organization/organization-directory.sql.ts";
import { toMember } from "./to-member.ts";

/** How many rooms an overview shows. */
const roomsOfOverview = 100;

export class PostgresOrganizationDirectory implements OrganizationDirectory {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async overview(id: OrganizationId, userId: MemberId): Promise<OrganizationOverview> {
    const row = await this.#dataSource.withConnection((connection) =>
      findOverview(connection, { id, userId, rooms: roomsOfOverview }),
    );
    if (row === undefined) throw new OrganizationNotFound();
    return { ...row, id, members: row.members.map(toMember), rooms: row.rooms.map(withId) };
  }

  async listOf(
    userId: MemberId,
    limit: number,
    after?: OrganizationId,
  ): Promise<Page<OrganizationListing, OrganizationId>> {
    const rows = await this.#dataSource.withConnection((connection) =>
      listOrganizations(connection, { userId, afterId: after ?? null, limit: limit + 1 }),
    );
    const found = rows.map((row) => ({ ...row, id: parseId<"Organization">(row.id), role: parseMemberRole(row.role) }));
    return toPage(found, limit, (last) => last.id);
  }

  async rooms(id: OrganizationId, userId: MemberId, limit: number, after?: RoomPosition): Promise<RoomPage> {
    const position = { afterName: after?.name ?? null, afterId: after?.id ?? null };
    const row = await this.#dataSource.withConnection((connection) =>
      findRooms(connection, { id, userId, ...position, limit: limit + 1 }),
    );
    if (row === undefined) throw new OrganizationNotFound();
    const { rooms, name, slug } = row;
    return { organization: { id, name, slug }, ...toPage(rooms.map(withId), limit, (last) => last) };
  }

  async withMoreRoomsThan(rooms: number, limit: number): Promise<readonly RoomCount[]> {
    const rows = await this.#dataSource.withConnection((connection) =>
      listOrganizationsWithMoreRoomsThan(connection, { rooms, limit }),
    );
    return rows.map((row) => ({ ...row, id: parseId(row.id) }));
  }
}

function withId<Room extends { readonly id: string }>(room: Room) {
  return { ...room, id: parseId<"Room">(room.id) };
}

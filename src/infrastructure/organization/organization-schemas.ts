import { type Static, Type } from "@sinclair/typebox";
import type { OrganizationListing, OrganizationOverview } from "#application/organization/organization-directory.ts";
import { type Member, type MemberRole, memberRoles } from "#domain/organization/member.ts";
import type { OrganizationSnapshot } from "#domain/organization/organization.ts";
import type { RoomSnapshot } from "#domain/organization/room.ts";
import { parseName } from "#domain/organization/text.ts";
import { refusalOf } from "#infrastructure/shared/http/problem-responses.ts";
import { closed, id, instant } from "#infrastructure/shared/http/schemas.ts";

const text = (maxLength: number, example: string) => Type.String({ minLength: 1, maxLength, examples: [example] });
const textOrNull = (maxLength: number, example: string, description: string) =>
  Type.Union([text(maxLength, example), Type.Null()], { description });

export const Role = Type.Unsafe<MemberRole>(Type.String({ enum: [...memberRoles] }));

export const emailText = Type.String({ maxLength: 254, examples: ["grace@example.com"] });
const nameText = text(200, "Acme Berlin");
export const invalidName = refusalOf(() => parseName(" "));
const slugText = Type.String({ minLength: 2, maxLength: 50, pattern: "^[a-z0-9-]+$", examples: ["acme-berlin"] });
const externalId = textOrNull(200, "org_01ARZ3", "Its id at an outside system; null: it is known here only.");

export const OrganizationBody = Type.Object(
  { name: nameText, slug: slugText, externalId: Type.Optional(externalId) },
  closed,
);
export const RevisionBody = Type.Partial(
  Type.Object({
    name: nameText,
    externalId,
    initialized: Type.Literal(true, { description: "It is set up, and stays so." }),
  }),
  { ...closed, minProperties: 1 },
);
export const MemberBody = Type.Object({ userId: id, role: Role }, closed);

const MemberView = Type.Object({ userId: id, role: Role, joinedAt: instant });
const organizationFields = {
  id,
  name: nameText,
  slug: slugText,
  externalId,
  initialized: Type.Boolean(),
  createdAt: instant,
  members: Type.Array(MemberView, { description: "In the order of their joining." }),
};
export const OrganizationView = Type.Object(organizationFields, {
  description: "The organization as it is now; the header ETag names its version.",
});

const roomFields = {
  name: text(200, "Room 1"),
  layout: Type.String({
    minLength: 1,
    maxLength: 50,
    examples: ["boardroom"],
    description: "How its seats stand: focus, boardroom, classroom, u-shape or theater, each for some capacities.",
  }),
  capacity: Type.Integer({ minimum: 1, maximum: 100_000, examples: [12] }),
  description: textOrNull(2000, "On the second floor", "Null: none."),
};
export const RoomBody = Type.Object({ ...roomFields, description: Type.Optional(roomFields.description) }, closed);
export const RoomChangeBody = Type.Partial(Type.Object(roomFields), { ...closed, minProperties: 1 });
export const RoomView = Type.Object(
  { id, ...roomFields },
  { description: "The room as it is now; the header ETag names its version." },
);
export const RoomListingView = Type.Object({ id, ...roomFields });

export const OverviewView = Type.Object(
  {
    ...organizationFields,
    rooms: Type.Array(RoomListingView, { description: "The first 100 by name." }),
    roomCount: Type.Integer({ description: "How many there are in all." }),
  },
  { description: "The organization with its members and rooms; the header ETag names the organization's version." },
);
export const ListingView = Type.Object({
  id,
  name: nameText,
  slug: slugText,
  role: Role,
  memberCount: Type.Integer(),
});

function toMemberView({ userId, role, joinedAt }: Member): Static<typeof MemberView> {
  return { userId, role, joinedAt: joinedAt.toISOString() };
}

export function toOrganizationView(organization: OrganizationSnapshot): Static<typeof OrganizationView> {
  const { id: organizationId, name, slug, externalId: outside, initialized, createdAt, members } = organization;
  return {
    id: organizationId,
    name,
    slug,
    externalId: outside,
    initialized,
    createdAt: createdAt.toISOString(),
    members: members.map(toMemberView),
  };
}

export function toOverviewView(overview: OrganizationOverview): Static<typeof OverviewView> {
  return { ...toOrganizationView(overview), rooms: [...overview.rooms], roomCount: overview.roomCount };
}

export function toListingView(listing: OrganizationListing): Static<typeof ListingView> {
  return { ...listing };
}

export function toRoomView({ id: roomId, name, layout, capacity, description }: RoomSnapshot): Static<typeof RoomView> {
  return { id: roomId, name, layout, capacity, description };
}

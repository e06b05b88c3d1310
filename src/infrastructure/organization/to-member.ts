import { type Member, parseMemberRole } from "#domain/organization/member.ts";
import { parseId } from "#domain/shared/id.ts";

/** A member as it is stored; `joinedAt` is text where it comes out of JSON. */
export function toMember({
  userId,
  role,
  joinedAt,
}: {
  readonly userId: string;
  readonly role: string;
  readonly joinedAt: Date | string;
}): Member {
  return { userId: parseId(userId), role: parseMemberRole(role), joinedAt: new Date(joinedAt) };
}

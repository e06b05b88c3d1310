import type { Id } from "#domain/shared/id.ts";
import { InvalidMemberRole } from "./errors.ts";

/** A user, as this context knows one. */
export type MemberId = Id<"Member">;

export const memberRoles = ["owner", "admin", "member"] as const;
export type MemberRole = (typeof memberRoles)[number];

export interface Member {
  readonly userId: MemberId;
  readonly role: MemberRole;
  readonly joinedAt: Date;
}

/** What an invitation offers, and the member who offers it. */
export interface Invited {
  readonly role: MemberRole;
  readonly invitedBy: MemberId;
}

/** @throws InvalidMemberRole */
export function parseMemberRole(text: string): MemberRole {
  const role = memberRoles.find((known) => known === text);
  if (role === undefined) throw new InvalidMemberRole(memberRoles);
  return role;
}

/** Whether somebody of a role may add, change and remove members of another: owners all, admins all but owners. */
export function mayManage(role: MemberRole, other: MemberRole): boolean {
  return role === "owner" || (role === "admin" && other !== "owner");
}

/** What makes `after` of `before`: the members that are new or have another role, and those that are gone. */
export function memberChanges(
  before: readonly Member[],
  after: readonly Member[],
): { readonly put: readonly Member[]; readonly removed: readonly Member[] } {
  const formerly = new Map(before.map((member) => [member.userId, member.role]));
  const remaining = new Set(after.map(({ userId }) => userId));
  return {
    put: after.filter(({ userId, role }) => formerly.get(userId) !== role),
    removed: before.filter(({ userId }) => !remaining.has(userId)),
  };
}

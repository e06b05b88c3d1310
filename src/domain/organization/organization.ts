import { AggregateRoot } from "#domain/shared/aggregate-root.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Id } from "#domain/shared/id.ts";
import {
  AlreadyMember,
  DuplicateMember,
  InviterMayNoLongerInvite,
  LastOwner,
  MemberNotFound,
  OrganizationNotFound,
  RoleNotSufficient,
  TooManyMembers,
} from "./errors.ts";
import type { OrganizationEvent } from "./events.ts";
import { type Invited, mayManage, type Member, memberChanges, type MemberId, type MemberRole } from "./member.ts";
import { parseName } from "./text.ts";

export type OrganizationId = Id<"Organization">;

export interface OrganizationSnapshot {
  readonly id: OrganizationId;
  readonly name: string;
  readonly slug: string;
  /** Null: known here only. */
  readonly externalId: string | null;
  readonly initialized: boolean;
  /** In the order of their joining. */
  readonly members: readonly Member[];
  readonly version: number;
  readonly createdAt: Date;
}

/** The fields to change; one that is not given stays as it is, `null` clears. */
export interface OrganizationRevision {
  readonly name?: string | undefined;
  readonly externalId?: string | null | undefined;
  readonly initialized?: true | undefined;
}

/** Few enough that all of them can be read whenever one changes. */
export const mostMembers = 1000;

/**
 * An organization with its members: who may do what, and that an owner is left, is decided on all of them. `by` is who
 * asks. Made by the `OrganizationFactory` only.
 */
export class Organization extends AggregateRoot<OrganizationEvent> {
  readonly #clock: Clock;
  #state: OrganizationSnapshot;

  constructor(clock: Clock, state: OrganizationSnapshot, created: boolean) {
    super();
    this.#clock = clock;
    this.#state = frozen(state);
    if (created) this.record({ type: "OrganizationCreated", occurredAt: state.createdAt });
  }

  get snapshot(): OrganizationSnapshot {
    return this.#state;
  }

  /** @throws OrganizationNotFound */
  refuseUnlessMember(by: MemberId): void {
    if (this.#roleOf(by) === undefined) throw new OrganizationNotFound();
  }

  /** Whether `by` may manage members of a role, and what belongs to the organization. @throws OrganizationNotFound, RoleNotSufficient */
  refuseUnlessManager(by: MemberId, of: MemberRole = "member"): void {
    const role = this.#roleOf(by);
    if (role === undefined) throw new OrganizationNotFound();
    if (!mayManage(role, of)) throw new RoleNotSufficient();
  }

  /** @throws InvalidText, OrganizationNotFound, RoleNotSufficient */
  revise(by: MemberId, revision: OrganizationRevision): void {
    this.refuseUnlessManager(by);
    const { name = this.#state.name, externalId = this.#state.externalId } = revision;
    const revised = {
      name: parseName(name),
      externalId: externalId === null ? null : parseName(externalId, "external id"),
      initialized: revision.initialized ?? this.#state.initialized,
    };
    const { name: nameBefore, externalId: idBefore, initialized: initializedBefore } = this.#state;
    if (revised.name === nameBefore && revised.externalId === idBefore && revised.initialized === initializedBefore) {
      return;
    }
    this.#state = frozen({ ...this.#state, ...revised });
    this.record({ type: "OrganizationRevised", occurredAt: this.#clock.now() });
  }

  /** @throws AlreadyMember, TooManyMembers, OrganizationNotFound, RoleNotSufficient */
  addMember(by: MemberId, userId: MemberId, role: MemberRole): void {
    this.refuseUnlessManager(by, role);
    this.#add(userId, role);
  }

  /**
   * Lets somebody join who was invited: an invitation is worth what whoever made it may do now.
   *
   * @throws InviterMayNoLongerInvite, AlreadyMember, TooManyMembers
   */
  join(userId: MemberId, { role, invitedBy }: Invited): void {
    const roleOfInviter = this.#roleOf(invitedBy);
    if (roleOfInviter === undefined || !mayManage(roleOfInviter, role)) throw new InviterMayNoLongerInvite();
    this.#add(userId, role);
  }

  #add(userId: MemberId, role: MemberRole): void {
    if (this.#roleOf(userId) !== undefined) throw new AlreadyMember();
    this.#putMembers([...this.#state.members, { userId, role, joinedAt: this.#clock.now() }]);
  }

  /** @throws MemberNotFound, LastOwner, OrganizationNotFound, RoleNotSufficient */
  changeRole(by: MemberId, userId: MemberId, role: MemberRole): void {
    this.refuseUnlessManager(by, role);
    this.refuseUnlessManager(by, this.#requireRoleOf(userId));
    this.#putMembers(this.#state.members.map((member) => (member.userId === userId ? { ...member, role } : member)));
  }

  /** Everybody may remove themselves. @throws MemberNotFound, LastOwner, OrganizationNotFound, RoleNotSufficient */
  removeMember(by: MemberId, userId: MemberId): void {
    this.refuseUnlessMember(by);
    const role = this.#requireRoleOf(userId);
    if (userId !== by) this.refuseUnlessManager(by, role);
    this.#putMembers(this.#state.members.filter((member) => member.userId !== userId));
  }

  /**
   * Makes these the members; who is one already keeps the time of joining.
   *
   * @throws DuplicateMember, TooManyMembers, LastOwner, OrganizationNotFound, RoleNotSufficient
   */
  replaceMembers(by: MemberId, members: readonly Pick<Member, "userId" | "role">[]): void {
    this.refuseUnlessManager(by);
    const before = new Map(this.#state.members.map((member) => [member.userId, member]));
    const now = this.#clock.now();
    const after = members.map(({ userId, role }) => ({
      userId,
      role,
      joinedAt: before.get(userId)?.joinedAt ?? now,
    }));
    if (new Set(after.map(({ userId }) => userId)).size < after.length) throw new DuplicateMember();
    const { put, removed } = memberChanges(this.#state.members, after);
    for (const { userId, role } of [...put, ...removed]) {
      this.refuseUnlessManager(by, role);
      this.refuseUnlessManager(by, before.get(userId)?.role);
    }
    this.#putMembers(after);
  }

  #putMembers(after: readonly Member[]): void {
    const { put, removed } = memberChanges(this.#state.members, after);
    if (put.length + removed.length === 0) return;
    if (!after.some(({ role }) => role === "owner")) throw new LastOwner();
    if (after.length > mostMembers) throw new TooManyMembers(mostMembers);
    const occurredAt = this.#clock.now();
    for (const { userId, role } of put) {
      const type = this.#roleOf(userId) === undefined ? "MemberAdded" : "MemberRoleChanged";
      this.record({ type, userId, role, occurredAt });
    }
    for (const { userId } of removed) this.record({ type: "MemberRemoved", userId, occurredAt });
    this.#state = frozen({ ...this.#state, members: after });
  }

  #roleOf(userId: MemberId): MemberRole | undefined {
    return this.#state.members.find((member) => member.userId === userId)?.role;
  }

  #requireRoleOf(userId: MemberId): MemberRole {
    const role = this.#roleOf(userId);
    if (role === undefined) throw new MemberNotFound();
    return role;
  }
}

function frozen(state: OrganizationSnapshot): OrganizationSnapshot {
  return Object.freeze({
    ...state,
    members: Object.freeze(state.members.map((member) => Object.freeze({ ...member })).toSorted(byJoining)),
  });
}

function byJoining(one: Member, other: Member): number {
  return one.joinedAt.getTime() - other.joinedAt.getTime() || (one.userId < other.userId ? -1 : 1);
}

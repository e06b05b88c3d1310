import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AlreadyMember,
  DuplicateMember,
  LastOwner,
  MemberNotFound,
  OrganizationNotFound,
  TooManyMembers,
} from "#domain/organization/errors.ts";
import { type MemberRole, memberRoles } from "#domain/organization/member.ts";
import type { Organization } from "#domain/organization/organization.ts";
import { DomainError } from "#domain/shared/domain-error.ts";
import { aMember, anOrganization } from "#test/support/organization/organization-builder.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

const [owner, admin, member, stranger] = [aMember(), aMember(), aMember(), aMember()];
const clock = new SettableClock();
const acme = () => anOrganization().ownedBy(owner).withMember(admin, "admin").withMember(member).build(clock);
const rolesOf = ({ snapshot }: Organization) => snapshot.members.map(({ role }) => role);
const at = { occurredAt: clock.now() };

describe("who may do what", () => {
  const actions: Readonly<Record<string, (organization: Organization, by: typeof owner) => void>> = {
    "revise it": (organization, by) => organization.revise(by, { name: "Acme Berlin" }),
    "add a member": (organization, by) => organization.addMember(by, aMember(), "member"),
    "add an owner": (organization, by) => organization.addMember(by, aMember(), "owner"),
    "make a member an admin": (organization, by) => organization.changeRole(by, member, "admin"),
    "make a member an owner": (organization, by) => organization.changeRole(by, member, "owner"),
    "make an owner a member": (organization, by) => {
      organization.join(stranger, { role: "owner", invitedBy: owner });
      organization.changeRole(by, stranger, "member");
    },
    "remove somebody": (organization, by) => {
      organization.join(stranger, { role: "member", invitedBy: owner });
      organization.removeMember(by, stranger);
    },
    "remove an owner": (organization, by) => {
      organization.join(stranger, { role: "owner", invitedBy: owner });
      organization.removeMember(by, stranger);
    },
    "leave an owner out": (organization, by) => {
      organization.join(stranger, { role: "owner", invitedBy: owner });
      organization.replaceMembers(by, [{ userId: owner, role: "owner" }]);
    },
    "demote an owner in a list": (organization, by) => {
      organization.join(stranger, { role: "owner", invitedBy: owner });
      organization.replaceMembers(by, [
        { userId: owner, role: "owner" },
        { userId: stranger, role: "member" },
      ]);
    },
    "replace the members by others": (organization, by) =>
      organization.replaceMembers(by, [{ userId: owner, role: "owner" }]),
  };
  const ofOwners = ["add an owner", "make a member an owner", "make an owner a member", "remove an owner"];
  const onlyOwners = new Set([...ofOwners, "leave an owner out", "demote an owner in a list"]);

  test.for(Object.entries(actions))(
    "%s: owners may, admins unless an owner is concerned, members not",
    ([what, act]) => {
      const answers = [owner, admin, member, aMember()].map((by) => codeOf(() => act(acme(), by)));
      const refused = "role-not-sufficient";
      const toAdmins = onlyOwners.has(what) ? refused : "done";
      expect(answers).toEqual(["done", toAdmins, refused, "organization-not-found"]);
    },
  );
});

test("everybody may leave, except the last owner", () => {
  const organization = acme();
  organization.removeMember(member, member);
  organization.removeMember(admin, admin);
  expect(() => organization.removeMember(owner, owner)).toThrow(LastOwner);
  expect(rolesOf(organization)).toEqual(["owner"]);
  expect(() => organization.removeMember(member, member)).toThrow(OrganizationNotFound);
});

test("an invitation is worth what whoever made it may do now", () => {
  const invite = (role: MemberRole, before?: (organization: Organization) => void) => {
    const organization = acme();
    before?.(organization);
    return codeOf(() => organization.join(stranger, { role, invitedBy: admin }));
  };
  const refused = "inviter-may-no-longer-invite";
  expect(invite("admin")).toBe("done");
  expect(invite("owner")).toBe(refused);
  expect(invite("member", (organization) => organization.changeRole(owner, admin, "member"))).toBe(refused);
  expect(invite("member", (organization) => organization.removeMember(owner, admin))).toBe(refused);
});

describe("members", () => {
  test("are added once, at the time of joining", () => {
    const organization = acme();
    organization.addMember(owner, stranger, "member");
    expect(organization.snapshot.members.at(-1)).toEqual({ userId: stranger, role: "member", joinedAt: clock.now() });
    expect(organization.events).toEqual([{ type: "MemberAdded", userId: stranger, role: "member", ...at }]);
    expect(() => organization.addMember(owner, stranger, "admin")).toThrow(AlreadyMember);
    expect(() => organization.join(admin, { role: "member", invitedBy: owner })).toThrow(AlreadyMember);
  });

  test("that aren't there are neither changed nor removed", () => {
    expect(() => acme().changeRole(owner, stranger, "admin")).toThrow(MemberNotFound);
    expect(() => acme().removeMember(owner, stranger)).toThrow(MemberNotFound);
  });

  test("keep an owner: the last one is not demoted, nor left out", () => {
    expect(() => acme().changeRole(owner, owner, "admin")).toThrow(LastOwner);
    expect(() => acme().replaceMembers(owner, [{ userId: admin, role: "admin" }])).toThrow(LastOwner);
    const organization = acme();
    organization.replaceMembers(owner, [{ userId: admin, role: "owner" }]);
    expect(rolesOf(organization)).toEqual(["owner"]);
  });

  test("are replaced: who stays keeps the time of joining", () => {
    const organization = acme();
    const before = organization.snapshot.members;
    organization.replaceMembers(owner, [
      { userId: owner, role: "owner" },
      { userId: member, role: "admin" },
      { userId: stranger, role: "member" },
    ]);
    expect(organization.snapshot.members).toEqual([
      before[0],
      { ...before[2], role: "admin" },
      { userId: stranger, role: "member", joinedAt: clock.now() },
    ]);
    expect(organization.events).toEqual([
      { type: "MemberRoleChanged", userId: member, role: "admin", ...at },
      { type: "MemberAdded", userId: stranger, role: "member", ...at },
      { type: "MemberRemoved", userId: admin, ...at },
    ]);
  });

  test("are named once each when they are replaced", () => {
    const twice = [owner, owner].map((userId) => ({ userId, role: "owner" as const }));
    expect(() => acme().replaceMembers(owner, twice)).toThrow(DuplicateMember);
  });

  test("are 1000 at most", () => {
    const all = Array.from({ length: 999 }, () => ({ userId: aMember(), role: "member" as const }));
    const organization = anOrganization().ownedBy(owner).build();
    organization.replaceMembers(owner, [{ userId: owner, role: "owner" }, ...all]);
    expect(organization.snapshot.members).toHaveLength(1000);
    expect(() => organization.join(stranger, { role: "member", invitedBy: owner })).toThrow(TooManyMembers);
  });

  test("whatever is asked by whomever, an owner is left, nobody is there twice, and a refusal changes nothing", () => {
    const people = [owner, admin, member, stranger];
    const person = fc.constantFrom(...people);
    const role = fc.constantFrom<MemberRole>(...memberRoles);
    const list = fc.array(fc.record({ userId: person, role }), { maxLength: 4 });
    const step = fc.record({
      method: fc.constantFrom("add", "change", "remove", "replace"),
      by: person,
      person,
      role,
      list,
    });
    let accepted = 0;
    const holds = (steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]) => {
      const organization = acme();
      for (const { method, by, person: userId, role: given, list: members } of steps) {
        const before = organization.snapshot;
        const answer = codeOf(() => {
          if (method === "add") organization.addMember(by, userId, given);
          else if (method === "change") organization.changeRole(by, userId, given);
          else if (method === "remove") organization.removeMember(by, userId);
          else organization.replaceMembers(by, members);
        });
        if (answer === "done") accepted++;
        else if (organization.snapshot !== before) throw new Error(`${answer}, and yet it has changed.`);
        const ids = organization.snapshot.members.map((one) => one.userId);
        expect(rolesOf(organization)).toContain("owner");
        expect(new Set(ids).size).toBe(ids.length);
      }
    };
    fc.assert(fc.property(fc.array(step, { maxLength: 20 }), holds), { numRuns: 300, seed: 1 });
    expect(accepted).toBeGreaterThan(200);
  });
});

describe("a revision", () => {
  test("changes what is given; null clears the external id", () => {
    const organization = anOrganization().ownedBy(owner).withExternalId("org_1").build(clock);
    organization.revise(owner, { name: " Acme Berlin " });
    expect(organization.snapshot).toMatchObject({ name: "Acme Berlin", externalId: "org_1", initialized: false });
    organization.revise(owner, { externalId: null, initialized: true });
    expect(organization.snapshot).toMatchObject({ name: "Acme Berlin", externalId: null, initialized: true });
    expect(organization.events).toMatchObject([{ type: "OrganizationRevised" }, { type: "OrganizationRevised" }]);
  });

  test("that changes nothing records nothing", () => {
    const organization = acme();
    const before = organization.snapshot;
    organization.revise(owner, { name: before.name, externalId: undefined });
    expect(organization.snapshot).toBe(before);
    expect(organization.events).toEqual([]);
  });
});

test("a snapshot can't be changed from outside", () => {
  const { snapshot } = acme();
  expect(Object.isFrozen(snapshot)).toBe(true);
  expect(Object.isFrozen(snapshot.members)).toBe(true);
  expect(snapshot.members.every((one) => Object.isFrozen(one))).toBe(true);
});

/** "done", or the code of the error with which it is refused. */
function codeOf(act: () => void): string {
  try {
    act();
    return "done";
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

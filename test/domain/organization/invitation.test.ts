import { describe, expect, test } from "vitest";
import {
  InvalidNumber,
  InvitationAlreadyAccepted,
  InvitationExpired,
  InvitationLinkUsedUp,
} from "#domain/organization/errors.ts";
import { InvitationFactory } from "#domain/organization/invitation-factory.ts";
import { Email } from "#domain/shared/email.ts";
import { parseId } from "#domain/shared/id.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

const organizationId = parseId<"Organization">("00000001-0000-7000-8000-000000000000");
const invitedBy = parseId<"Member">("00000002-0000-7000-8000-000000000000");
const grace = parseId<"Member">("00000003-0000-7000-8000-000000000000");
const email = Email.parse("grace@example.com");

function factory() {
  const clock = new SettableClock();
  const invitations = new InvitationFactory(clock, sequentialIds());
  return {
    clock,
    invite: () => invitations.invite({ organizationId, role: "admin", invitedBy, tokenHash: "hash", email }),
    link: (maxUses: number) => invitations.link({ organizationId, role: "member", invitedBy, code: "code", maxUses }),
  };
}

describe("an invitation", () => {
  test("is accepted once", () => {
    const { clock, invite } = factory();
    const invitation = invite();
    invitation.accept(grace);
    expect(invitation.snapshot.acceptedAt).toEqual(clock.now());
    expect(invitation.events).toMatchObject([
      { type: "InvitationMade" },
      { type: "InvitationAccepted", userId: grace },
    ]);
    expect(() => invitation.accept(grace)).toThrow(InvitationAlreadyAccepted);
  });

  test("is good for a week, not a millisecond longer", () => {
    const { clock, invite } = factory();
    const [first, second] = [invite(), invite()];
    clock.forward({ days: 7, milliseconds: -1 });
    first.accept(grace);
    clock.forward({ milliseconds: 1 });
    expect(() => second.accept(grace)).toThrow(InvitationExpired);
    expect(second.snapshot.acceptedAt).toBeNull();
  });
});

describe("withdrawing", () => {
  test("is recorded, and refused where somebody has joined by the invitation", () => {
    const { invite, link } = factory();
    const [open, accepted, used] = [invite(), invite(), link(1)];
    open.withdraw();
    expect(open.events).toMatchObject([{ type: "InvitationMade" }, { type: "InvitationWithdrawn" }]);
    accepted.accept(grace);
    expect(() => accepted.withdraw()).toThrow(InvitationAlreadyAccepted);
    used.use(grace);
    used.withdraw();
    expect(used.events.at(-1)).toMatchObject({ type: "InvitationLinkWithdrawn" });
  });
});

describe("an invitation link", () => {
  test("is used as often as it may be", () => {
    const link = factory().link(2);
    link.use(grace);
    link.use(grace);
    expect(() => link.use(grace)).toThrow(InvitationLinkUsedUp);
    expect(link.snapshot.uses).toBe(2);
    const used = { type: "InvitationLinkUsed", userId: grace };
    expect(link.events).toMatchObject([{ type: "InvitationLinkMade" }, used, used]);
  });

  test("is good for a week", () => {
    const { clock, link } = factory();
    const made = link(2);
    clock.forward({ days: 7 });
    expect(() => made.use(grace)).toThrow(InvitationExpired);
  });

  test.for([0, -1, 1001, 1.5])("can't have %d uses", (maxUses) => {
    expect(() => factory().link(maxUses)).toThrow(InvalidNumber);
  });
});

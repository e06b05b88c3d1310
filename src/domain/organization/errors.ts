import { Conflict, Forbidden, InvalidValue, NotFound } from "#domain/shared/domain-error.ts";

/** Also for somebody who isn't a member: that the organization exists is its members' secret. */
export class OrganizationNotFound extends NotFound {
  readonly code = "organization-not-found";

  constructor() {
    super("There is no such organization, or you aren't a member of it.");
  }
}

export class MemberNotFound extends NotFound {
  readonly code = "member-not-found";

  constructor() {
    super("The organization has no such member.");
  }
}

export class RoomNotFound extends NotFound {
  readonly code = "room-not-found";

  constructor() {
    super("The organization has no such room.");
  }
}

export class InvitationNotFound extends NotFound {
  readonly code = "invitation-not-found";

  constructor() {
    super("There is no such invitation: it was withdrawn, or not copied whole.");
  }
}

export class IntegrationNotFound extends NotFound {
  readonly code = "integration-not-found";

  constructor() {
    super("There is no such integration.");
  }
}

export class SlugAlreadyTaken extends Conflict {
  readonly code = "slug-already-taken";

  constructor() {
    super("Another organization has this slug.");
  }
}

export class ExternalIdAlreadyTaken extends Conflict {
  readonly code = "external-id-already-taken";

  constructor() {
    super("Another organization has this external id.");
  }
}

export class AlreadyMember extends Conflict {
  readonly code = "already-member";

  constructor() {
    super("This user is a member of the organization already.");
  }
}

export class LastOwner extends Conflict {
  readonly code = "last-owner";

  constructor() {
    super("An organization must keep an owner: make somebody else one first.");
  }
}

export class TooManyMembers extends Conflict {
  readonly code = "too-many-members";

  constructor(most: number) {
    super(`An organization can have at most ${most} members.`);
  }
}

export class InvitationExpired extends Conflict {
  readonly code = "invitation-expired";

  constructor() {
    super("The invitation has expired: ask for another one.");
  }
}

export class InviterMayNoLongerInvite extends Conflict {
  readonly code = "inviter-may-no-longer-invite";

  constructor() {
    super("Who invited you may not give this role any more: ask somebody else of the organization for an invitation.");
  }
}

export class InvitationAlreadyAccepted extends Conflict {
  readonly code = "invitation-already-accepted";

  constructor() {
    super("The invitation was accepted already, and is good once only: ask for another one, or remove the member.");
  }
}

export class InvitationLinkUsedUp extends Conflict {
  readonly code = "invitation-link-used-up";

  constructor() {
    super("The link was used as often as it may be: ask for another one.");
  }
}

export class RoleNotSufficient extends Forbidden {
  readonly code = "role-not-sufficient";

  constructor() {
    super("This needs an administrator of the organization, or its owner where an owner is concerned.");
  }
}

export class RoomLayoutNotAllowed extends InvalidValue {
  readonly code = "room-layout-not-allowed";

  constructor() {
    super("No room may have this layout with this capacity: choose another layout, or a capacity that it allows.");
  }
}

export class DuplicateMember extends InvalidValue {
  readonly code = "duplicate-member";

  constructor() {
    super("A user can be a member of an organization only once: name each one once.");
  }
}

export class InvalidMemberRole extends InvalidValue {
  readonly code = "invalid-member-role";

  constructor(roles: readonly string[]) {
    super(`The role of a member must be one of ${roles.join(", ")}.`);
  }
}

export class InvalidSlug extends InvalidValue {
  readonly code = "invalid-slug";

  constructor() {
    super("A slug must have 2 to 50 of a-z, 0-9 and single hyphens between them, as in acme-berlin.");
  }
}

export class InvalidText extends InvalidValue {
  readonly code = "invalid-text";
}

export class InvalidNumber extends InvalidValue {
  readonly code = "invalid-number";
}

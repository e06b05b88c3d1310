import { Conflict, Forbidden, InvalidValue, NotFound, Unauthenticated } from "#domain/shared/domain-error.ts";

export class UserNotFound extends NotFound {
  readonly code = "user-not-found";

  constructor() {
    super("There is no such user.");
  }
}

export class SessionNotFound extends NotFound {
  readonly code = "session-not-found";

  constructor() {
    super("There is no such session.");
  }
}

export class EmailAlreadyTaken extends Conflict {
  readonly code = "email-already-taken";

  constructor() {
    super("Another user has this e-mail address.");
  }
}

export class OutsideIdentityAlreadyLinked extends Conflict {
  readonly code = "outside-identity-already-linked";

  constructor() {
    super("This account of the identity provider belongs to another user.");
  }
}

export class UserIsDeleted extends Conflict {
  readonly code = "user-is-deleted";

  constructor() {
    super("The user is deleted: restore it first.");
  }
}

export class LastAdministrator extends Conflict {
  readonly code = "last-administrator";

  constructor() {
    super("This is the last administrator: make somebody else one first.");
  }
}

export class EmailAlreadyVerified extends Conflict {
  readonly code = "email-already-verified";

  constructor() {
    super("The e-mail address is verified already.");
  }
}

export class InvalidPersonName extends InvalidValue {
  readonly code = "invalid-name";

  constructor() {
    super("A name must have 1 to 200 characters, none of them a control character or half a surrogate pair.");
  }
}

export class InvalidPassword extends InvalidValue {
  readonly code = "invalid-password";

  constructor() {
    super("A password must have 10 to 200 characters.");
  }
}

export class InvalidSettings extends InvalidValue {
  readonly code = "invalid-settings";
}

export class InvalidRole extends InvalidValue {
  readonly code = "invalid-role";

  constructor(roles: readonly string[]) {
    super(`A role must be one of ${roles.join(", ")}.`);
  }
}

export class InvalidOutsideIdentity extends InvalidValue {
  readonly code = "invalid-outside-identity";

  constructor() {
    super(
      "An outside identity must have a provider such as workos (a-z, 0-9, -) and a subject of 1 to 255 characters.",
    );
  }
}

export class WrongCredentials extends Unauthenticated {
  readonly code = "wrong-credentials";

  constructor() {
    super("The e-mail address or the password is wrong.");
  }
}

export class InvalidToken extends Unauthenticated {
  readonly code = "invalid-token";

  constructor(options?: ErrorOptions) {
    super("The token is not valid, or not valid any more: log in again.", options);
  }
}

export class AdministratorsOnly extends Forbidden {
  readonly code = "administrators-only";

  constructor() {
    super("Only administrators may do this, and you aren't one any more.");
  }
}

export class WrongPassword extends Forbidden {
  readonly code = "wrong-password";

  constructor() {
    super("The current password is wrong.");
  }
}

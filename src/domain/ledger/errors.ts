import { Conflict, InvalidValue, NotFound } from "#domain/shared/domain-error.ts";

/** Also for an account of somebody else: whether it exists is nobody's business. */
export class AccountNotFound extends NotFound {
  readonly code = "account-not-found";

  constructor() {
    super("There is no such account, or it isn't yours.");
  }
}

export class InsufficientFunds extends Conflict {
  readonly code = "insufficient-funds";

  constructor() {
    super("The account doesn't hold that much: nothing was moved.");
  }
}

export class DifferentCurrencies extends Conflict {
  readonly code = "different-currencies";

  constructor(from: string, to: string) {
    super(`Money can be moved between accounts of one currency only, but this would be from ${from} to ${to}.`);
  }
}

export class SameAccount extends InvalidValue {
  readonly code = "same-account";

  constructor() {
    super("A transfer must be between two accounts, but both are the same one.");
  }
}

export class InvalidAmount extends InvalidValue {
  readonly code = "invalid-amount";

  constructor() {
    super("An amount to move must be more than zero.");
  }
}

export class InvalidCurrency extends InvalidValue {
  readonly code = "invalid-currency";

  constructor(currencies: readonly string[]) {
    super(`A currency must be one of ${currencies.join(", ")}.`);
  }
}

export class InvalidReference extends InvalidValue {
  readonly code = "invalid-reference";

  constructor() {
    super("A reference must have 1 to 140 characters, none of them a control character or half a surrogate pair.");
  }
}

export class IdempotencyKeyReused extends InvalidValue {
  readonly code = "idempotency-key-reused";

  constructor() {
    super("This idempotency key was used for another request: use a new key for a new request.");
  }
}

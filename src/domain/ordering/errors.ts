import { Conflict, InvalidValue, NotFound } from "#domain/shared/domain-error.ts";

export class OrderNotFound extends NotFound {
  readonly code = "order-not-found";

  constructor() {
    super("There is no such order.");
  }
}

/** The order is in a state in which a step can't be taken. */
export class ImpossibleStep extends Conflict {
  readonly code = "impossible-step";

  constructor(step: string, status: string, statusesBefore: readonly string[]) {
    super(`The order is ${status}, but ${step} needs one that is ${statusesBefore.join(" or ")}.`);
  }
}

export class OrderNumberTaken extends Conflict {
  readonly code = "order-number-taken";

  constructor() {
    super("Another order has this number: try again, with another one.");
  }
}

export class ProductNotAvailable extends Conflict {
  readonly code = "product-not-available";

  constructor(productId: string) {
    super(`The product ${productId} is not for sale now: order without it.`);
  }
}

export class UnknownProduct extends InvalidValue {
  readonly code = "unknown-product";

  constructor(productId: string) {
    super(`There is no product ${productId}.`);
  }
}

export class ProductNotInOrder extends InvalidValue {
  readonly code = "product-not-in-order";

  constructor(productId: string) {
    super(`The order has no product ${productId}: only quantities of what it has can be changed.`);
  }
}

export class DuplicateProduct extends InvalidValue {
  readonly code = "duplicate-product";

  constructor(productId: string) {
    super(`The product ${productId} comes more than once: name it once, with its whole quantity.`);
  }
}

export class InvalidItemCount extends InvalidValue {
  readonly code = "invalid-item-count";

  constructor(count: number, most: number) {
    super(
      `An order must have 1 to ${most} items, but would have ${count}. One that isn't wanted any more is cancelled.`,
    );
  }
}

export class InvalidQuantity extends InvalidValue {
  readonly code = "invalid-quantity";

  constructor(quantity: number, most: number) {
    super(`A quantity must be a whole number from 1 to ${most}, but is ${quantity}.`);
  }
}

export class InvalidOrderNumber extends InvalidValue {
  readonly code = "invalid-order-number";
}

export class InvalidOrderStatus extends InvalidValue {
  readonly code = "invalid-order-status";

  constructor(statuses: readonly string[]) {
    super(`The status of an order must be one of ${statuses.join(", ")}.`);
  }
}

export class InvalidProduct extends InvalidValue {
  readonly code = "invalid-product";
}

export class InvalidPeriod extends InvalidValue {
  readonly code = "invalid-period";
}

export class UnknownTimeZone extends InvalidValue {
  readonly code = "unknown-time-zone";

  constructor() {
    super("The time zone must be UTC, or one of the IANA database, such as Europe/London.");
  }
}

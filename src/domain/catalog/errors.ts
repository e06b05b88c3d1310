import { Conflict, InvalidValue, NotFound } from "#domain/shared/domain-error.ts";

export class ProductNotFound extends NotFound {
  readonly code = "product-not-found";

  constructor() {
    super("There is no such product.");
  }
}

export class SkuAlreadyTaken extends Conflict {
  readonly code = "sku-already-taken";

  constructor() {
    super("Another product has this SKU.");
  }
}

export class ProductIsArchived extends Conflict {
  readonly code = "product-is-archived";

  constructor() {
    super("The product is archived: it can't be changed any more.");
  }
}

export class NotEnoughStock extends Conflict {
  readonly code = "not-enough-stock";

  constructor(wanted: number, left: number) {
    super(`${wanted} were wanted, but only ${left} are left.`);
  }
}

export class InvalidSku extends InvalidValue {
  readonly code = "invalid-sku";

  constructor() {
    super("A SKU must have 1 to 50 characters: letters A to Z, digits, and . _ - behind the first.");
  }
}

export class InvalidProductName extends InvalidValue {
  readonly code = "invalid-name";

  constructor() {
    super("A name must have 1 to 200 characters, none of them a control character or half a surrogate pair.");
  }
}

export class InvalidDescription extends InvalidValue {
  readonly code = "invalid-description";

  constructor() {
    super("A description must have 1 to 5000 characters, of control characters only line breaks and tabs.");
  }
}

export class InvalidPrice extends InvalidValue {
  readonly code = "invalid-price";

  constructor() {
    super("A price must not be negative.");
  }
}

export class InvalidQuantity extends InvalidValue {
  readonly code = "invalid-quantity";
}

import { InvalidValue } from "#domain/shared/domain-error.ts";

/** Not a file of products at all; a file with some bad lines is none of these. */
export class InvalidProductFile extends InvalidValue {
  readonly code = "invalid-product-file";
}

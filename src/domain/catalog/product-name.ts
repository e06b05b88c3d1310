import { InvalidProductName } from "./errors.ts";

export class ProductName {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Reads a name; spaces around it are dropped. @throws InvalidProductName */
  static parse(text: string): ProductName {
    const trimmed = text.trim();
    const writable = trimmed.isWellFormed() && !/\p{Cc}/u.test(trimmed);
    if (trimmed.length < 1 || trimmed.length > 200 || !writable) throw new InvalidProductName();
    return new ProductName(trimmed);
  }

  toString(): string {
    return this.#text;
  }
}

import { isOneLine } from "#domain/shared/one-line.ts";
import { InvalidProductName } from "./errors.ts";

export class ProductName {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Reads a name; spaces around it are dropped. @throws InvalidProductName */
  static parse(text: string): ProductName {
    const trimmed = text.trim();
    if (trimmed.length < 1 || trimmed.length > 200 || !isOneLine(trimmed)) throw new InvalidProductName();
    return new ProductName(trimmed);
  }

  toString(): string {
    return this.#text;
  }
}

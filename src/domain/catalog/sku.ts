import { InvalidSku } from "./errors.ts";

/** A stock keeping unit: the number by which people know a product. Always in capitals, so that `a-1` and `A-1` are one. */
export class Sku {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Reads a SKU in any case; spaces around it are dropped. @throws InvalidSku */
  static parse(text: string): Sku {
    const trimmed = text.trim();
    if (!/^[a-z\d][a-z\d._-]{0,49}$/i.test(trimmed)) throw new InvalidSku();
    return new Sku(trimmed.toUpperCase());
  }

  toString(): string {
    return this.#text;
  }
}

import { isOneLine } from "#domain/shared/one-line.ts";
import { InvalidPersonName } from "./errors.ts";

/** A person's name as the person writes it. */
export class PersonName {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Reads a name; spaces around it are dropped. @throws InvalidPersonName */
  static parse(text: string): PersonName {
    const trimmed = text.trim();
    if (trimmed.length < 1 || trimmed.length > 200 || !isOneLine(trimmed)) throw new InvalidPersonName();
    return new PersonName(trimmed);
  }

  toString(): string {
    return this.#text;
  }
}

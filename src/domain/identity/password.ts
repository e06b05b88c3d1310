import { InvalidPassword } from "./errors.ts";

/** A new password that is good enough to be set. It shows itself to nobody but `reveal`. */
export class Password {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** @throws InvalidPassword */
  static parse(text: string): Password {
    if (text.length < 10 || text.length > 200) throw new InvalidPassword();
    return new Password(text);
  }

  reveal(): string {
    return this.#text;
  }
}

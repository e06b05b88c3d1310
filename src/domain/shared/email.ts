import { InvalidValue } from "./domain-error.ts";

export class InvalidEmail extends InvalidValue {
  readonly code = "invalid-email";

  constructor() {
    super("An e-mail address must look like ada@example.com and have at most 254 characters.");
  }
}

const local = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}$/;
const domain = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])?$/i;

/** An e-mail address of a valid form. It keeps the case it was given in; two that differ only in case are equal. */
export class Email {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Reads an address; spaces around it are dropped. @throws InvalidEmail */
  static parse(text: string): Email {
    const trimmed = text.trim();
    const at = trimmed.lastIndexOf("@");
    const valid = trimmed.length <= 254 && local.test(trimmed.slice(0, at)) && domain.test(trimmed.slice(at + 1));
    if (at < 1 || !valid) throw new InvalidEmail();
    return new Email(trimmed);
  }

  equals(other: Email): boolean {
    return this.#text.toLowerCase() === other.#text.toLowerCase();
  }

  toString(): string {
    return this.#text;
  }
}

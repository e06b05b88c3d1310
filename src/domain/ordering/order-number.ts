import { InvalidOrderNumber } from "./errors.ts";

/** Crockford's base 32: without I, L and O, which look like 1 and 0, and without U. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 8;

/**
 * How people name an order over the phone, as in `7KQ2-M4XP`: seven characters and one that checks them. Every wrong
 * character is noticed, and every two that are swapped.
 */
export class OrderNumber {
  /** How many there are. */
  static readonly count = 32 ** (length - 1);
  readonly #characters: string;

  private constructor(characters: string) {
    this.#characters = characters;
  }

  /** @param index a whole number from 0 to `count` - 1; each has a number of its own @throws RangeError for any other */
  static at(index: number): OrderNumber {
    if (!Number.isInteger(index) || index < 0 || index >= OrderNumber.count) {
      throw new RangeError(`An index must be a whole number from 0 to ${OrderNumber.count - 1}, but is ${index}.`);
    }
    const digits = Array.from(
      { length: length - 1 },
      (_, place) => Math.floor(index / 32 ** (length - 2 - place)) % 32,
    );
    return new OrderNumber([...digits, checkDigit(digits)].map((digit) => alphabet[digit]).join(""));
  }

  /** Reads what people write: in any case, with or without hyphens and blanks, O for 0, I or L for 1. @throws InvalidOrderNumber */
  static parse(text: string): OrderNumber {
    const characters = text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
    const digits = Array.from(characters, (character) => alphabet.indexOf(character));
    if (digits.length !== length || digits.includes(-1)) {
      throw new InvalidOrderNumber("An order number must look like 7KQ2-M4XP: eight digits and letters.");
    }
    if (checkDigit(digits.slice(0, -1)) !== digits.at(-1)) {
      throw new InvalidOrderNumber(
        "There is no such order number: one of its characters is wrong, or two are swapped.",
      );
    }
    return new OrderNumber(characters);
  }

  toString(): string {
    return `${this.#characters.slice(0, 4)}-${this.#characters.slice(4)}`;
  }
}

/**
 * The sum of the digits in the field of 32 elements (modulo x⁵ + x² + 1), each times another power of x: that is why no
 * single error and no swap keeps it.
 */
function checkDigit(digits: readonly number[]): number {
  return digits.reduce((sum, digit) => timesX(sum ^ digit), 0);
}

function timesX(element: number): number {
  const product = element << 1;
  return product < 32 ? product : product ^ 0b100101;
}

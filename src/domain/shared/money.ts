import { InvalidValue } from "./domain-error.ts";

/** Not an amount of money that this service can keep. */
export class InvalidMoney extends InvalidValue {
  readonly code = "invalid-money";
}

/** The largest that `numeric(10,2)` holds, in hundredths. */
const most = 9_999_999_999n;

/**
 * An exact amount with two decimal places, without a currency, from -99999999.99 to 99999999.99. It is kept in hundredths:
 * a floating-point number can't hold 0.10.
 */
export class Money {
  static readonly zero = new Money(0n);
  readonly #hundredths: bigint;

  private constructor(hundredths: bigint) {
    this.#hundredths = hundredths;
  }

  /** @param text such as "12", "12.5" or "-12.50" @throws InvalidMoney */
  static parse(text: string): Money {
    const [, sign, whole, decimals = ""] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
    if (whole === undefined) {
      throw new InvalidMoney('An amount must be digits with at most two decimal places, such as "12.50".');
    }
    const hundredths = BigInt(whole + decimals.padEnd(2, "0"));
    return Money.#of(sign === "-" ? -hundredths : hundredths);
  }

  static sum(amounts: Iterable<Money>): Money {
    let total = Money.zero;
    for (const amount of amounts) total = total.plus(amount);
    return total;
  }

  /** @throws InvalidMoney for what can't be kept */
  static #of(hundredths: bigint): Money {
    if (hundredths > most || hundredths < -most) {
      throw new InvalidMoney("An amount, and what amounts add up to, must be from -99999999.99 to 99999999.99.");
    }
    return new Money(hundredths);
  }

  get isNegative(): boolean {
    return this.#hundredths < 0n;
  }

  get isZero(): boolean {
    return this.#hundredths === 0n;
  }

  /** @throws InvalidMoney when the sum can't be kept */
  plus(other: Money): Money {
    return Money.#of(this.#hundredths + other.#hundredths);
  }

  /** @throws InvalidMoney when the difference can't be kept */
  minus(other: Money): Money {
    return Money.#of(this.#hundredths - other.#hundredths);
  }

  /** @param quantity a whole number @throws InvalidMoney when the product can't be kept; RangeError for a fraction */
  times(quantity: number): Money {
    return Money.#of(this.#hundredths * BigInt(quantity));
  }

  equals(other: Money): boolean {
    return this.#hundredths === other.#hundredths;
  }

  isLessThan(other: Money): boolean {
    return this.#hundredths < other.#hundredths;
  }

  /** With two decimal places, as PostgreSQL writes `numeric(10,2)`: "12.50". */
  toString(): string {
    const digits = String(this.#hundredths < 0n ? -this.#hundredths : this.#hundredths).padStart(3, "0");
    return `${this.isNegative ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

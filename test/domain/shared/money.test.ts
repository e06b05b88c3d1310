import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidMoney, Money } from "#domain/shared/money.ts";

const hundredths = fc.bigInt({ min: -4_999_999_999n, max: 4_999_999_999n });
const moneyOf = (amount: bigint): Money => {
  const digits = String(amount < 0n ? -amount : amount).padStart(3, "0");
  return Money.parse(`${amount < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`);
};

describe("an amount of money", () => {
  test.for([
    ["12", "12.00"],
    ["12.5", "12.50"],
    ["0.05", "0.05"],
    ["-0.50", "-0.50"],
    ["-0", "0.00"],
    ["007.10", "7.10"],
    ["99999999.99", "99999999.99"],
  ])("%s is written as %s", ([text, written]) => {
    expect(Money.parse(text ?? "").toString()).toBe(written);
  });

  test.for(["", "1,50", "1.234", ".5", "1.", "1e3", " 1", "+1", "NaN", "--1", "100000000", "-100000000.00"])(
    "%j is refused",
    (text) => {
      expect(() => Money.parse(text)).toThrow(InvalidMoney);
    },
  );

  test("is added and taken away exactly", () => {
    fc.assert(
      fc.property(hundredths, hundredths, (a, b) => {
        expect(
          moneyOf(a)
            .plus(moneyOf(b))
            .equals(moneyOf(a + b)),
        ).toBe(true);
        expect(moneyOf(a).minus(moneyOf(b)).toString()).toBe(moneyOf(a - b).toString());
        expect(moneyOf(a).isLessThan(moneyOf(b))).toBe(a < b);
      }),
    );
  });

  test("is multiplied by whole numbers only", () => {
    expect(Money.parse("0.10").times(3).toString()).toBe("0.30");
    expect(() => Money.parse("0.10").times(0.5)).toThrow(RangeError);
  });

  test("that grows beyond what can be kept is refused", () => {
    expect(() => Money.parse("99999999.99").plus(Money.parse("0.01"))).toThrow(InvalidMoney);
    expect(() => Money.parse("50000000").times(2)).toThrow(InvalidMoney);
  });

  test("is summed up, from nothing to zero", () => {
    expect(Money.sum([]).isZero).toBe(true);
    expect(String(Money.sum([Money.parse("1.10"), Money.parse("-0.10")]))).toBe("1.00");
    expect(JSON.stringify({ total: Money.parse("1") })).toBe('{"total":"1.00"}');
  });
});

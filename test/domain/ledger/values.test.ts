import { expect, test } from "vitest";
import { parseAmount } from "#domain/ledger/amount.ts";
import { parseCurrency } from "#domain/ledger/currency.ts";
import { InvalidAmount, InvalidCurrency } from "#domain/ledger/errors.ts";
import { InvalidMoney } from "#domain/shared/money.ts";

test("an amount is more than zero", () => {
  expect(parseAmount("0.01").toString()).toBe("0.01");
  for (const text of ["0", "0.00", "-0", "-1"]) expect(() => parseAmount(text), text).toThrow(InvalidAmount);
  for (const text of ["", "1,5", "1e3", "100000000"]) expect(() => parseAmount(text), text).toThrow(InvalidMoney);
});

test("a currency is one of the list", () => {
  expect(parseCurrency("EUR")).toBe("EUR");
  for (const text of ["eur", "JPY", "", "EUR ", "__proto__"]) {
    expect(() => parseCurrency(text), text).toThrow(InvalidCurrency);
  }
});

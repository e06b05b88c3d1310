import { InvalidCurrency } from "./errors.ts";

/** ISO 4217. Only currencies with two decimal places: `Money` has no others. */
export const currencies = ["CHF", "EUR", "GBP", "USD"] as const;
export type Currency = (typeof currencies)[number];

/** @throws InvalidCurrency */
export function parseCurrency(text: string): Currency {
  const currency = currencies.find((known) => known === text);
  if (currency === undefined) throw new InvalidCurrency(currencies);
  return currency;
}

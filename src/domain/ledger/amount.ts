import { Money } from "#domain/shared/money.ts";
import { InvalidAmount } from "./errors.ts";

declare const positive: unique symbol;

/** Money that is moved: more than zero, whichever way it goes. */
export type Amount = Money & { readonly [positive]: true };

/** @throws InvalidMoney, InvalidAmount */
export function parseAmount(text: string): Amount {
  const money = Money.parse(text);
  if (money.isNegative || money.isZero) throw new InvalidAmount();
  return money as Amount;
}

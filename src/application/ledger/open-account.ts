import type { AccountSnapshot, OwnerId } from "#domain/ledger/account.ts";
import { parseCurrency } from "#domain/ledger/currency.ts";
import type { Ports } from "./ports.ts";

/** @throws InvalidCurrency */
export const openAccount =
  ({ accounts, accountFactory }: Pick<Ports, "accounts" | "accountFactory">) =>
  async (ownerId: OwnerId, currency: string): Promise<AccountSnapshot> => {
    const account = accountFactory.open(ownerId, parseCurrency(currency));
    await accounts.create(account);
    return account.snapshot;
  };

import type { AccountId, AccountSnapshot, OwnerId } from "#domain/ledger/account.ts";
import type { Ports } from "./ports.ts";

/** @throws AccountNotFound, also when it belongs to somebody else */
export const readAccount =
  ({ accounts }: Pick<Ports, "accounts">) =>
  async (ownerId: OwnerId, accountId: AccountId): Promise<AccountSnapshot> => {
    const account = await accounts.read(accountId);
    account.expectOwner(ownerId);
    return account.snapshot;
  };

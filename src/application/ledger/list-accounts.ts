import type { AccountId, OwnerId } from "#domain/ledger/account.ts";
import type { Page } from "#domain/shared/page.ts";
import type { AccountListing } from "./account-directory.ts";
import type { Ports } from "./ports.ts";

export interface ListAccountsQuery {
  readonly ownerId: OwnerId;
  readonly limit: number;
  readonly after?: AccountId | undefined;
}

export const listAccounts =
  ({ accountDirectory }: Pick<Ports, "accountDirectory">) =>
  ({ ownerId, limit, after }: ListAccountsQuery): Promise<Page<AccountListing, AccountId>> =>
    accountDirectory.accountsOf(ownerId, limit, after);

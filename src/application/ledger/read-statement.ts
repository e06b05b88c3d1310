import type { AccountId, OwnerId } from "#domain/ledger/account.ts";
import type { Page } from "#domain/shared/page.ts";
import type { Entry } from "./account-directory.ts";
import type { Ports } from "./ports.ts";

export interface ReadStatementQuery {
  readonly ownerId: OwnerId;
  readonly accountId: AccountId;
  readonly limit: number;
  readonly after?: number | undefined;
}

/** @throws AccountNotFound, also when it belongs to somebody else */
export const readStatement =
  ({ accountDirectory }: Pick<Ports, "accountDirectory">) =>
  ({ ownerId, accountId, limit, after }: ReadStatementQuery): Promise<Page<Entry, number>> =>
    accountDirectory.entriesOf(accountId, ownerId, limit, after);

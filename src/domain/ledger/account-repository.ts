import type { Change } from "#domain/shared/change.ts";
import type { Account, AccountId } from "./account.ts";
import type { ChangeBoth } from "./change-both.ts";

export interface AccountRepository {
  create(account: Account): Promise<void>;

  /** @throws AccountNotFound */
  read(id: AccountId): Promise<Account>;

  /** @throws AccountNotFound; what `change` throws */
  update(id: AccountId, change: Change<Account>): Promise<Account>;

  /**
   * Changes two accounts together. Both are locked at once, in the order of their ids whichever comes first here: two that
   * change the same two never wait for each other in a circle.
   *
   * @returns them in the order in which they were asked for
   * @throws AccountNotFound; SameAccount when both are one; what `change` throws
   */
  updateBoth(first: AccountId, second: AccountId, change: ChangeBoth): Promise<readonly [Account, Account]>;
}

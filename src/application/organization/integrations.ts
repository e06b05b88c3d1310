import type { MemberId } from "#domain/organization/member.ts";

export interface IntegrationListing {
  readonly key: string;
  readonly name: string;
  /** Null: not connected. */
  readonly connectedAt: Date | null;
  /** Null: not known, or not connected. */
  readonly account: string | null;
}

/** Which integrations there are, and which of them a user has connected: rows, not aggregates, for they have no rules. */
export interface Integrations {
  /** All that there are, by key, each with the user's connection. */
  list(userId: MemberId): Promise<readonly IntegrationListing[]>;

  /**
   * Connected already: only the account changes.
   *
   * @param account undefined: not given, the one that is known stays; null clears it
   * @throws IntegrationNotFound
   */
  connect(userId: MemberId, key: string, account: string | null | undefined, now: Date): Promise<void>;

  /** Returns whether it was connected. */
  disconnect(userId: MemberId, key: string): Promise<boolean>;
}

import type { UserId, UserRole } from "#domain/identity/user.ts";
import type { Page } from "#domain/shared/page.ts";

export interface UserListing {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  readonly emailVerifiedAt: Date | null;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
}

export interface UserFilter {
  /** Deleted users instead of the others. */
  readonly deleted: boolean;
  readonly role?: UserRole | undefined;
  /** Part of a name or an e-mail address, in any case. */
  readonly search?: string | undefined;
}

/** The last user of a page: the next page begins behind it. */
export interface UserPosition {
  readonly createdAt: Date;
  readonly id: UserId;
}

export interface UserPage extends Page<UserListing, UserPosition> {
  /** How many users there are on all pages. */
  readonly total: number;
}

/** Users to look through, newest first. */
export interface UserDirectory {
  /** Page and total are of one moment. */
  list(filter: UserFilter, limit: number, after?: UserPosition): Promise<UserPage>;
}

import type { Ports } from "./ports.ts";
import type { UserFilter, UserListing, UserPosition } from "./user-directory.ts";

export interface ListUsersQuery extends UserFilter {
  readonly limit: number;
  readonly after?: UserPosition | undefined;
}

export interface UserPage {
  readonly items: readonly UserListing[];
  readonly next: UserPosition | undefined;
  /** How many users there are on all pages. */
  readonly total: number;
}

export const listUsers =
  ({ userDirectory }: Pick<Ports, "userDirectory">) =>
  async ({ limit, after, ...filter }: ListUsersQuery): Promise<UserPage> => {
    const [page, total] = await Promise.all([userDirectory.list(filter, limit, after), userDirectory.count(filter)]);
    return { ...page, total };
  };

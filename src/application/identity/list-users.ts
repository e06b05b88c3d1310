import type { Ports } from "./ports.ts";
import type { UserFilter, UserPage, UserPosition } from "./user-directory.ts";

export interface ListUsersQuery extends UserFilter {
  readonly limit: number;
  readonly after?: UserPosition | undefined;
}

export const listUsers =
  ({ userDirectory }: Pick<Ports, "userDirectory">) =>
  ({ limit, after, ...filter }: ListUsersQuery): Promise<UserPage> =>
    userDirectory.list(filter, limit, after);

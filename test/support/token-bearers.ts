import { shared } from "#infrastructure/shared/module.ts";
import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";
import type { StartOptions } from "./service.ts";

export interface Person {
  readonly id: string;
  /** The access token. */
  readonly token: string;
}

/** Somebody new, whom nobody has registered: most contexts know users by their ids alone. For `withoutLogIn`. */
export function aPerson(role: "member" | "admin" = "member", id: string = uuidGenerator.next()): Person {
  return { id, token: `${role}.${id}` };
}

/** Lets everybody in whom `aPerson` makes, with no user and no password: `startService({ customize: withoutLogIn })`. */
export const withoutLogIn: NonNullable<StartOptions["customize"]> = (container) => {
  container.replace(shared.verifyAccessToken, () => async (token) => {
    const [role, userId] = token.split(".");
    if (userId === undefined) throw new Error(`${token} is no token of aPerson().`);
    return { userId, sessionId: userId, role: role === "admin" ? role : "member" };
  });
};

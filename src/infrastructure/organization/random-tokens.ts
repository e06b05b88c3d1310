import { createHash, randomBytes } from "node:crypto";
import type { InvitationTokens } from "#application/organization/invitation-tokens.ts";

/** 256 random bits: nobody finds one by trying, so a plain hash of it needs no salt and no cost. */
export const randomTokens: InvitationTokens = {
  make: () => randomBytes(32).toString("base64url"),
  hashOf: (token) => createHash("sha256").update(token).digest("base64url"),
};

import type { MemberId } from "#domain/organization/member.ts";
import { parseName } from "#domain/organization/text.ts";
import type { Ports } from "./ports.ts";

export interface ConnectIntegrationCommand {
  readonly userId: MemberId;
  readonly key: string;
  /** Not given: the one that is known stays; null clears it. */
  readonly account?: string | null | undefined;
}

/** @throws InvalidText, IntegrationNotFound */
export const connectIntegration =
  ({ integrations, clock }: Pick<Ports, "integrations" | "clock">) =>
  async ({ userId, key, account }: ConnectIntegrationCommand): Promise<void> => {
    const name = typeof account === "string" ? parseName(account, "account") : account;
    await integrations.connect(userId, key, name, clock.now());
  };

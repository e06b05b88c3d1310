import { IntegrationNotFound } from "#domain/organization/errors.ts";
import type { MemberId } from "#domain/organization/member.ts";
import type { Ports } from "./ports.ts";

/** @throws IntegrationNotFound when it isn't connected */
export const disconnectIntegration =
  ({ integrations }: Pick<Ports, "integrations">) =>
  async (userId: MemberId, key: string): Promise<void> => {
    if (!(await integrations.disconnect(userId, key))) throw new IntegrationNotFound();
  };

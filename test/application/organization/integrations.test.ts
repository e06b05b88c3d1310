import { expect, test } from "vitest";
import { IntegrationNotFound, InvalidText } from "#domain/organization/errors.ts";
import { aMember } from "#test/support/organization/organization-builder.ts";
import { inMemoryOrganization } from "#test/support/organization/test-organization.ts";

test("an integration is connected and disconnected; what isn't connected can't be disconnected", async () => {
  const { useCases, clock } = inMemoryOrganization();
  const userId = aMember();
  await useCases.connectIntegration({ userId, key: "slack", account: " ada " });
  const slack = (await useCases.listIntegrations(userId)).find(({ key }) => key === "slack");
  expect(slack).toMatchObject({ account: "ada", connectedAt: clock.now() });
  await useCases.disconnectIntegration(userId, "slack");
  await expect(useCases.disconnectIntegration(userId, "slack")).rejects.toThrow(IntegrationNotFound);
  await expect(useCases.connectIntegration({ userId, key: "slack", account: " " })).rejects.toThrow(InvalidText);
});

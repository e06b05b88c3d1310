import { expect } from "vitest";
import { IntegrationNotFound } from "#domain/organization/errors.ts";
import type { OrganizationTest } from "#test/support/organization/organization-adapters.ts";
import { aMember } from "#test/support/organization/organization-builder.ts";

const [ada, grace] = [aMember(), aMember()];

/** What every `Integrations` promises. */
export function integrationsContract(test: OrganizationTest): void {
  test("a user sees all integrations, and connects and disconnects own ones", async ({
    organization: { integrations, clock },
  }) => {
    await integrations.connect(ada, "slack", "ada", clock.now());
    await integrations.connect(ada, "google-calendar", undefined, clock.now());
    await integrations.connect(grace, "slack", "grace", clock.now());
    const connectedAt = clock.now();
    expect(await integrations.list(ada)).toEqual([
      { key: "google-calendar", name: "Google Calendar", connectedAt, account: null },
      { key: "outlook-calendar", name: "Outlook Calendar", connectedAt: null, account: null },
      { key: "slack", name: "Slack", connectedAt, account: "ada" },
    ]);
    expect(await integrations.disconnect(ada, "slack")).toBe(true);
    expect(await integrations.disconnect(ada, "slack")).toBe(false);
    const slack = { key: "slack", name: "Slack", connectedAt: null, account: null };
    expect(await integrations.list(ada)).toContainEqual(slack);
    expect(await integrations.list(grace)).toContainEqual({ ...slack, connectedAt, account: "grace" });
  });

  test("connected again: an account that isn't given stays, null clears it, the time stays", async ({
    organization: { integrations, clock },
  }) => {
    const connectedAt = clock.now();
    const connect = async (account: string | null | undefined) => {
      await integrations.connect(ada, "slack", account, clock.now());
      clock.forward({ days: 1 });
      return (await integrations.list(ada)).find(({ key }) => key === "slack");
    };
    expect(await connect("ada")).toMatchObject({ connectedAt, account: "ada" });
    expect(await connect(undefined)).toMatchObject({ connectedAt, account: "ada" });
    expect(await connect(null)).toMatchObject({ connectedAt, account: null });
    expect(await connect("ada.l")).toMatchObject({ connectedAt, account: "ada.l" });
  });

  test("an unknown integration is not found", async ({ organization: { integrations, clock } }) => {
    await expect(integrations.connect(ada, "fax", null, clock.now())).rejects.toThrow(IntegrationNotFound);
    expect(await integrations.disconnect(ada, "fax")).toBe(false);
  });

  test("twenty who connect one at once make one connection", async ({ organization: { integrations, clock } }) => {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => integrations.connect(ada, "slack", `ada-${n}`, clock.now())),
    );
    const connected = (await integrations.list(ada)).filter(({ connectedAt }) => connectedAt !== null);
    expect(connected).toEqual([expect.objectContaining({ key: "slack", account: expect.stringMatching(/^ada-\d+$/) })]);
  });
}

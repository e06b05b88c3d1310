import { describe } from "vitest";
import { organizationRepositoryContract } from "#test/support/organization/contracts/organization-repository-contract.ts";
import { postgresAdapters } from "#test/support/organization/postgres-adapters.ts";
import { expectRefused, test as base } from "#test/support/service-login.ts";

const test = base.extend("organization", ({ limited }) => postgresAdapters(limited));

// What the contract promises holds for a log-in that is a member of the service's role and nothing else.
describe("organizations", () => {
  organizationRepositoryContract(test);
});

test.for([
  [
    "the whitelist",
    "INSERT INTO organization.room_layouts (layout, min_capacity, max_capacity) VALUES ('any', 1, 9999)",
  ],
  ["the events", "UPDATE organization.events SET type = 'Other'"],
] as const)("the service's role is refused %s: %s", async ([, text], { limited }) => {
  await expectRefused(limited, text);
});

import { describe } from "vitest";
import { userRepositoryContract } from "#test/support/identity/contracts/user-repository-contract.ts";
import { postgresAdapters } from "#test/support/identity/postgres-adapters.ts";
import { expectRefused, test as base } from "#test/support/service-login.ts";

const test = base.extend("identity", ({ limited }) => postgresAdapters(limited));

// What the contract promises holds for a log-in that is a member of the service's role and nothing else.
describe("users", () => {
  userRepositoryContract(test);
});

test.for([
  ["a deletion that no use case needs", "DELETE FROM identity.users"],
  ["the events", "UPDATE identity.events SET type = 'Other'"],
] as const)("the service's role is refused %s: %s", async ([, text], { limited }) => {
  await expectRefused(limited, text);
});

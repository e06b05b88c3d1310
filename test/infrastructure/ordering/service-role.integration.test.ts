import { describe } from "vitest";
import { orderRepositoryContract } from "#test/support/ordering/contracts/order-repository-contract.ts";
import { postgresAdapters } from "#test/support/ordering/postgres-adapters.ts";
import { expectRefused, test as base } from "#test/support/service-login.ts";

const test = base.extend("ordering", ({ limited }) => postgresAdapters(limited));

// What the contract promises holds for a log-in that is a member of the service's role and nothing else.
describe("orders", () => {
  orderRepositoryContract(test);
});

test.for([
  ["a deletion that no use case needs", "TRUNCATE ordering.orders CASCADE"],
  ["the events", "UPDATE ordering.events SET type = 'Other'"],
] as const)("the service's role is refused %s: %s", async ([, text], { limited }) => {
  await expectRefused(limited, text);
});

import { describe } from "vitest";
import { productRepositoryContract } from "#test/support/catalog/contracts/product-repository-contract.ts";
import { postgresAdapters } from "#test/support/catalog/postgres-adapters.ts";
import { expectRefused, test as base } from "#test/support/service-login.ts";

const test = base.extend("catalog", ({ limited }) => postgresAdapters(limited));

// What the contract promises holds for a log-in that is a member of the service's role and nothing else.
describe("products", () => {
  productRepositoryContract(test);
});

test.for([
  ["a deletion that no use case needs", "DELETE FROM catalog.products"],
  ["the events", "UPDATE catalog.events SET type = 'Other'"],
] as const)("the service's role is refused %s: %s", async ([, text], { limited }) => {
  await expectRefused(limited, text);
});

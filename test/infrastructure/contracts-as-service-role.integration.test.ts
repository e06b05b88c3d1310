import { describe } from "vitest";
import { productRepositoryContract } from "#test/support/catalog/contracts/product-repository-contract.ts";
import { postgresAdapters as catalogOn } from "#test/support/catalog/postgres-adapters.ts";
import { userRepositoryContract } from "#test/support/identity/contracts/user-repository-contract.ts";
import { postgresAdapters as identityOn } from "#test/support/identity/postgres-adapters.ts";
import { movingMoneyContract } from "#test/support/ledger/contracts/moving-money-contract.ts";
import { postgresAdapters as ledgerOn } from "#test/support/ledger/postgres-adapters.ts";
import { orderRepositoryContract } from "#test/support/ordering/contracts/order-repository-contract.ts";
import { postgresAdapters as orderingOn } from "#test/support/ordering/postgres-adapters.ts";
import { organizationRepositoryContract } from "#test/support/organization/contracts/organization-repository-contract.ts";
import { postgresAdapters as organizationOn } from "#test/support/organization/postgres-adapters.ts";
import { test as base } from "#test/support/service-login.ts";

// What the contracts promise holds for a log-in that is a member of the service's role and nothing else.
describe("users", () => {
  userRepositoryContract(base.extend("identity", ({ limited }) => identityOn(limited)));
});
describe("organizations", () => {
  organizationRepositoryContract(base.extend("organization", ({ limited }) => organizationOn(limited)));
});
describe("products", () => {
  productRepositoryContract(base.extend("catalog", ({ limited }) => catalogOn(limited)));
});
describe("orders", () => {
  orderRepositoryContract(base.extend("ordering", ({ limited }) => orderingOn(limited)));
});
describe("moving money", () => {
  movingMoneyContract(base.extend("ledger", ({ limited }) => ledgerOn(limited)));
});

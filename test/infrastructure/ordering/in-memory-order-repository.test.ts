import { orderRepositoryContract } from "#test/support/ordering/contracts/order-repository-contract.ts";
import { orderRepositoryUpdatesContract } from "#test/support/ordering/contracts/order-repository-updates-contract.ts";
import { test } from "#test/support/ordering/in-memory-adapters.ts";

orderRepositoryContract(test);
orderRepositoryUpdatesContract(test);

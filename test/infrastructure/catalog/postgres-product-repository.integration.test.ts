import { productRepositoryContract } from "#test/support/catalog/contracts/product-repository-contract.ts";
import { test } from "#test/support/catalog/postgres-adapters.ts";

productRepositoryContract(test);

import { productSearchContract } from "#test/support/catalog/contracts/product-search-contract.ts";
import { test } from "#test/support/catalog/postgres-adapters.ts";

productSearchContract(test);

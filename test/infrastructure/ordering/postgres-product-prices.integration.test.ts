import { productPricesContract } from "#test/support/ordering/contracts/product-prices-contract.ts";
import { test } from "#test/support/ordering/postgres-adapters.ts";

productPricesContract(test);

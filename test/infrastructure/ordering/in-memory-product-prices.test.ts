import { productPricesContract } from "#test/support/ordering/contracts/product-prices-contract.ts";
import { test } from "#test/support/ordering/in-memory-adapters.ts";

productPricesContract(test);

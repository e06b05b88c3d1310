import { productFilesContract } from "#test/support/catalog/contracts/product-files-contract.ts";
import { test } from "#test/support/catalog/postgres-adapters.ts";

productFilesContract(test);

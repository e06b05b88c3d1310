import { salesReportsContract } from "#test/support/ordering/contracts/sales-reports-contract.ts";
import { test } from "#test/support/ordering/in-memory-adapters.ts";

salesReportsContract(test);

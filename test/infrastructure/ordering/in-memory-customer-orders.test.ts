import { customerOrdersContract } from "#test/support/ordering/contracts/customer-orders-contract.ts";
import { test } from "#test/support/ordering/in-memory-adapters.ts";

customerOrdersContract(test);

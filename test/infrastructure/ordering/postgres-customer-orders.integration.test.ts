import { customerOrdersContract } from "#test/support/ordering/contracts/customer-orders-contract.ts";
import { test } from "#test/support/ordering/postgres-adapters.ts";

customerOrdersContract(test);

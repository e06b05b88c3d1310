import { transactionsContract } from "#test/support/identity/contracts/transactions-contract.ts";
import { test } from "#test/support/identity/postgres-adapters.ts";

transactionsContract(test);

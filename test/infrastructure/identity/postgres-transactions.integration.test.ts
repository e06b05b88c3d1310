import { transactionsContract } from "#test/support/contracts/transactions-contract.ts";
import { test } from "#test/support/identity/postgres-adapters.ts";

transactionsContract(test);

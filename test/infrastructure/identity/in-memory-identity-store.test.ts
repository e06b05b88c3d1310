import { transactionsContract } from "#test/support/contracts/transactions-contract.ts";
import { test } from "#test/support/identity/in-memory-adapters.ts";

transactionsContract(test);

import { movingMoneyContract } from "#test/support/ledger/contracts/moving-money-contract.ts";
import { test } from "#test/support/ledger/postgres-adapters.ts";

movingMoneyContract(test);

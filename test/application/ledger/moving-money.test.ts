import { movingMoneyContract } from "#test/support/ledger/contracts/moving-money-contract.ts";
import { test } from "#test/support/ledger/in-memory-adapters.ts";

movingMoneyContract(test);

import { accountRepositoryContract } from "#test/support/ledger/contracts/account-repository-contract.ts";
import { test } from "#test/support/ledger/in-memory-adapters.ts";

accountRepositoryContract(test);

import { accountRepositoryContract } from "#test/support/ledger/contracts/account-repository-contract.ts";
import { test } from "#test/support/ledger/postgres-adapters.ts";

accountRepositoryContract(test);

import { userRepositoryContract } from "#test/support/contracts/user-repository-contract.ts";
import { userRepositoryUpdatesContract } from "#test/support/contracts/user-repository-updates-contract.ts";
import { test } from "#test/support/identity/postgres-adapters.ts";

userRepositoryContract(test);
userRepositoryUpdatesContract(test);

import { userDirectoryContract } from "#test/support/contracts/user-directory-contract.ts";
import { test } from "#test/support/identity/postgres-adapters.ts";

userDirectoryContract(test);

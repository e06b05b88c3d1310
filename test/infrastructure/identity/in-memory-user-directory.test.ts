import { userDirectoryContract } from "#test/support/contracts/user-directory-contract.ts";
import { test } from "#test/support/identity/in-memory-adapters.ts";

userDirectoryContract(test);

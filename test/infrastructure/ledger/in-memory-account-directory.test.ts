import { accountDirectoryContract } from "#test/support/ledger/contracts/account-directory-contract.ts";
import { test } from "#test/support/ledger/in-memory-adapters.ts";

accountDirectoryContract(test);

import { sessionRepositoryContract } from "#test/support/identity/contracts/session-repository-contract.ts";
import { test } from "#test/support/identity/in-memory-adapters.ts";

sessionRepositoryContract(test);

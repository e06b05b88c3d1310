import { sessionRepositoryContract } from "#test/support/contracts/session-repository-contract.ts";
import { test } from "#test/support/identity/in-memory-adapters.ts";

sessionRepositoryContract(test);

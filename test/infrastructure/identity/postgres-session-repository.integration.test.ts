import { sessionRepositoryContract } from "#test/support/identity/contracts/session-repository-contract.ts";
import { test } from "#test/support/identity/postgres-adapters.ts";

sessionRepositoryContract(test);

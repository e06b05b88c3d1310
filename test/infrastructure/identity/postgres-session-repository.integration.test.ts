import { sessionRepositoryContract } from "#test/support/contracts/session-repository-contract.ts";
import { test } from "#test/support/identity/postgres-adapters.ts";

sessionRepositoryContract(test);

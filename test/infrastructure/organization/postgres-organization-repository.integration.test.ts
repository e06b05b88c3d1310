import { organizationRepositoryContract } from "#test/support/organization/contracts/organization-repository-contract.ts";
import { test } from "#test/support/organization/postgres-adapters.ts";

organizationRepositoryContract(test);

import { organizationRepositoryContract } from "#test/support/organization/contracts/organization-repository-contract.ts";
import { test } from "#test/support/organization/in-memory-adapters.ts";

organizationRepositoryContract(test);
